package io.marquee.workhorse.feature.feast;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

/** That the edge is where clients look for it; what it answers is the matter of the other tests. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class FeastWiringTest {

    @Test
    void shouldAnswerAtFeastsPaths() {
        given().body("{\"features\": [\"nothing:x\"], \"entities\": {\"user_id\": [1]}}")
                .when()
                .post("/get-online-features")
                .then()
                .statusCode(404)
                .body(
                        equalTo(
                                "\"{\\\"module\\\": \\\"feast.errors\\\", \\\"class\\\": \\\"FeatureViewNotFoundException\\\","
                                        + " \\\"message\\\": \\\"Feature view nothing does not exist in project marquee\\\"}\""));
        given().body("{\"features\": [\"user_history:ratings\"], \"entities\": {\"user_id\": [-1]}}")
                .when()
                .post("/get-online-features")
                .then()
                .statusCode(200)
                .body("results[1].statuses[0]", equalTo("NOT_FOUND"));
        given().when()
                .get("/metrics")
                .then()
                .body(allOf(
                        containsString(
                                "feast_feature_server_request_total{endpoint=\"/get-online-features\",status=\"success\"}"),
                        containsString(
                                "feast_feature_server_request_latency_seconds_bucket{endpoint=\"/get-online-features\","
                                        + "feature_count=\"1\",feature_view_count=\"1\",le=\"0.005\"}"),
                        containsString("feast_online_features_request_total"),
                        containsString("feast_online_features_entity_count_bucket{le=\"1000")));
    }

    @Test
    void shouldSpeakGrpcOnTheHttpPort() {
        try (GrpcClient client = new GrpcClient(RestAssured.port)) {
            assertThat(client.call(
                            "feast.serving.ServingService/GetFeastServingInfo",
                            FeastProtos.of("GetFeastServingInfoRequest"),
                            "GetFeastServingInfoResponse"))
                    .isNotNull();
        }
    }
}
