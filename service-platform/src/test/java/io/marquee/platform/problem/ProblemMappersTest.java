package io.marquee.platform.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(
        value = LocalStackResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,kafka"))
class ProblemMappersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"userId\": 1, \"movieIds\": [1}|the body is not JSON: line 1, column 29|",
                "{\"userId\": \"x\", \"movieIds\": []}|'userId' must be a whole number, got: x|userId",
                "{\"userId\": 1, \"movieIds\": [1, \"y\"]}|'movieIds[1]' must be a whole number, got: y|movieIds[1]",
                "{\"userId\": 1}|'movie_ids' must not be null, got: null|movie_ids",
                "{\"userId\": 1, \"movieIds\": [], \"rating\": 11}|'rating' must be less than or equal to 5, got: 11.0|rating",
                "[]|the body cannot be read|"
            })
    void shouldNameTheFieldAndTheValue(String body, String detail, String field) {
        problem(given().contentType(ContentType.JSON).body(body).post("/sample").then(), 400)
                .body("detail", equalTo(detail))
                .body("field", equalTo(field));
    }

    @ParameterizedTest
    @CsvSource({"0,must be greater than or equal to 1", "1000000,must be less than or equal to 100"})
    void shouldNameTheQueryParameter(String k, String rule) {
        problem(given().get("/sample?k=" + k).then(), 400)
                .body("type", equalTo("/problems/invalid-request"))
                .body("detail", equalTo("'k' " + rule + ", got: " + k))
                .body("field", equalTo("k"));
    }

    @Test
    void shouldSayWhatDoesNotExist() {
        problem(given().get("/sample/missing/7").then(), 404)
                .body("detail", equalTo("there is no movie_id 7"))
                .body("field", equalTo("movie_id"));
    }

    @Test
    void shouldSayWhenToTryAgain() {
        problem(given().get("/sample/away").then(), 503)
                .header("Retry-After", "5")
                .body("detail", equalTo("the model is loading"));
    }

    @Test
    void shouldKeepInternalsInside() {
        problem(given().get("/sample/broken").then(), 500)
                .body("title", equalTo("Something went wrong on our side"))
                .body(not(containsString("secret")))
                .body(not(containsString("IllegalState")));
    }

    @Test
    void shouldAnswerProblemsForWhatTheFrameworkRefuses() {
        problem(given().get("/nowhere").then(), 404);
        problem(given().delete("/sample").then(), 405);
        problem(given().contentType("text/csv").body("a").post("/sample").then(), 415);
    }

    @Test
    void shouldEchoTheRequestIdOnlyWhenItIsHarmless() {
        given().header("X-Request-ID", "abc-1")
                .get("/sample?k=1")
                .then()
                .statusCode(200)
                .header("X-Request-ID", "abc-1");
        given().header("X-Request-ID", "<script>")
                .get("/sample?k=0")
                .then()
                .statusCode(400)
                .header("X-Request-ID", org.hamcrest.Matchers.matchesPattern("[0-9a-f-]{36}"));
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status));
    }
}
