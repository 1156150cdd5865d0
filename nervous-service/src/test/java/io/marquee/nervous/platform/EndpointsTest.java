package io.marquee.nervous.platform;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.marquee.nervous.NervousTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EndpointsTest extends NervousTest {

    @Test
    void shouldAnswerProbesScrapersAndPeople() {
        eventually()
                .untilAsserted(
                        () -> given().get("/ready").then().statusCode(200).body("status", equalTo("UP")));
        given().get("/health").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
        given().get("/openapi").then().statusCode(200).body(containsString("/api/v1/alerts/webhook"));
        given().get("/docs").then().statusCode(200).body(containsString("swagger"));
        given().get("/api/v1/nothing").then().statusCode(404).contentType("application/problem+json");
    }
}
