package io.marquee.workhorse.tracking.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.tracking.MlflowHttp;
import io.marquee.workhorse.tracking.MlflowHttp.Answer;
import io.marquee.workhorse.tracking.store.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks over HTTP, from a change in the registry to its receiver. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class WebhookResourceTest {

    private static final String SECRET = "a secret that nobody may see";
    private static final JsonMapper JSON = new JsonMapper();

    @TestHTTPResource("/")
    URI base;

    @Inject
    Sql sql;

    @Inject
    WebhookTable webhooks;

    private MlflowHttp mlflow;
    private final String model = "webhook-" + UUID.randomUUID();
    private final List<String> created = new ArrayList<>();

    @BeforeEach
    void connect() {
        mlflow = new MlflowHttp(base);
    }

    @AfterEach
    void removeWebhooks() {
        created.forEach(id -> mlflow.delete("webhooks/" + id, "{}"));
    }

    @Test
    void shouldKeepAWebhookAndNeverGiveItsSecretAway() {
        // When
        Answer made = create("\"url\": \"http://127.0.0.7:9/hook\", \"description\": \"d\", \"secret\": \"" + SECRET
                + "\", \"events\": [{\"entity\": \"MODEL_VERSION\", \"action\": \"CREATED\"}, \"model_version_alias.created\","
                + " \"REGISTERED_MODEL_CREATED\"]");
        String id = made.json().at("/webhook/webhook_id").asText();
        Answer got = mlflow.get("webhooks/" + id, Map.of());
        Answer listed = mlflow.get("webhooks", Map.of("max_results", "1000"));
        Answer patched = mlflow.patch(
                "webhooks/" + id,
                "{\"status\": \"DISABLED\", \"events\": [\"model_version_tag.set\"], \"name\": \"n2\"}");

        // Then
        long time = made.json().at("/webhook/creation_timestamp").asLong();
        assertThat(made.body())
                .isEqualTo("{\"webhook\":{\"webhook_id\":\"" + id + "\",\"name\":\"hook\",\"description\":\"d\","
                        + "\"url\":\"http://127.0.0.7:9/hook\",\"kind\":\"HTTP\",\"events\":["
                        + "{\"entity\":\"REGISTERED_MODEL\",\"action\":\"CREATED\"},"
                        + "{\"entity\":\"MODEL_VERSION\",\"action\":\"CREATED\"},"
                        + "{\"entity\":\"MODEL_VERSION_ALIAS\",\"action\":\"CREATED\"}],\"status\":\"ACTIVE\","
                        + "\"creation_timestamp\":" + time + ",\"last_updated_timestamp\":" + time + "}}");
        assertThat(got.body()).isEqualTo(made.body());
        assertThat(listed.body()).contains(id).doesNotContain(SECRET);
        assertThat(patched.json().at("/webhook/status").asText()).isEqualTo("DISABLED");
        assertThat(patched.json().at("/webhook/name").asText()).isEqualTo("n2");
        assertThat(patched.json().at("/webhook/events")).hasSize(1);
        assertThat(sql.first(row -> row.getString(1), "SELECT secret FROM tracking.webhook WHERE webhook_id = ?", id))
                .hasValueSatisfying(
                        stored -> assertThat(stored).doesNotContain("secret").hasSizeGreaterThan(60));
        assertThat(mlflow.delete("webhooks/" + id, "{}").body()).isEqualTo("{}");
        assertThat(mlflow.get("webhooks/" + id, Map.of()).errorCode()).isEqualTo("RESOURCE_DOES_NOT_EXIST");
        assertThat(mlflow.delete("webhooks/" + id, "{}").status()).isEqualTo(404);
    }

    @Test
    void shouldPageThroughWebhooks() {
        // Given
        for (int i = 0; i < 3; i++) {
            create("\"url\": \"http://127.0.0.7:9/\", \"events\": [\"model_version.created\"]");
        }

        // When
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = mlflow.get("webhooks", Map.of("max_results", "2", "page_token", token))
                    .json();
            page.path("webhooks")
                    .forEach(hook -> seen.add(hook.get("webhook_id").asText()));
            token = page.path("next_page_token").asText("");
        } while (!token.isEmpty());

        // Then
        assertThat(seen).doesNotHaveDuplicates().containsSubsequence(created);
        assertThat(mlflow.get("webhooks", Map.of("page_token", "' OR 1=1")).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"url\": \"http://127.0.0.1:5002/\"",
                "\"url\": \"http://169.254.169.254/latest/meta-data\"",
                "\"url\": \"http://[::ffff:127.0.0.1]/\"",
                "\"url\": \"http://2130706433/\"",
                "\"url\": \"http://0177.0.0.1/\"",
                "\"url\": \"http://localhost:5002/\"",
                "\"url\": \"file:///etc/passwd\"",
                "\"url\": \"http://127.0.0.7/\\r\\nX-Injected: 1\"",
                "\"url\": \"http://127.0.0.7/\", \"events\": []",
                "\"url\": \"http://127.0.0.7/\", \"events\": [\"model_version.deleted\"]",
                "\"url\": \"http://127.0.0.7/\", \"events\": [{\"entity\": \"MODEL_VERSION\", \"action\": \"SET\"}]",
                "\"url\": \"http://127.0.0.7/\", \"events\": [5]",
                "\"url\": \"http://127.0.0.7/\", \"status\": \"DELETED\"",
                "\"url\": \"http://127.0.0.7/\", \"kind\": \"GITHUB_DISPATCH\"",
                "\"events\": [\"model_version.created\"]",
                "\"url\": \"http://127.0.0.7/\", \"name\": \"a\\r\\nb\""
            })
    void shouldRefuseWhatIsNoWebhook(String fields) {
        // When
        String events = fields.contains("events") ? "" : ", \"events\": [\"model_version.created\"]";
        Answer answer = create(fields + events);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    }

    @Test
    void shouldTellOfEachChangeOnceSignedAndInMlflowsShape() throws Exception {
        // Given
        try (Receiver receiver = Receiver.start(request -> 200)) {
            String id = create("\"url\": \"" + receiver.uri("/hook") + "\", \"secret\": \"" + SECRET
                            + "\", \"events\": [\"registered_model.created\", \"model_version.created\","
                            + " \"model_version_tag.set\", \"model_version_tag.deleted\", \"model_version_alias.created\","
                            + " \"model_version_alias.deleted\", \"model_version_stage.transitioned\"]")
                    .json()
                    .at("/webhook/webhook_id")
                    .asText();

            // When
            String run = changeEverything();

            // Then
            await().untilAsserted(() -> assertThat(bodies(receiver)).hasSize(7));
            assertThat(bodies(receiver).stream().map(body -> dataOf(body)))
                    .containsExactlyInAnyOrder(
                            "registered_model created {\"name\":\"" + model
                                    + "\",\"tags\":{\"team\":\"a\"},\"description\":\"of films\"}",
                            "model_version created {\"name\":\"" + model + "\",\"version\":\"1\",\"source\":\"runs:/"
                                    + run
                                    + "/model\",\"run_id\":\"" + run
                                    + "\",\"tags\":{\"k\":\"v\"},\"description\":\"first\"}",
                            "model_version_tag set {\"name\":\"" + model
                                    + "\",\"version\":\"1\",\"key\":\"x\",\"value\":\"y\"}",
                            "model_version_tag deleted {\"name\":\"" + model + "\",\"version\":\"1\",\"key\":\"x\"}",
                            "model_version_alias created {\"name\":\"" + model
                                    + "\",\"alias\":\"champion\",\"version\":\"1\"}",
                            "model_version_alias deleted {\"name\":\"" + model + "\",\"alias\":\"champion\"}",
                            "model_version_stage transitioned {\"name\":\"" + model
                                    + "\",\"version\":\"1\",\"run_id\":\"" + run
                                    + "\",\"stage\":\"Production\",\"previous_stage\":\"None\"}");
            assertThat(receiver.requests())
                    .allSatisfy(request -> assertThat(request.headers().get("x-mlflow-signature"))
                            .isEqualTo(Signature.of(
                                    SECRET,
                                    request.headers().get("x-mlflow-delivery-id"),
                                    Long.parseLong(request.headers().get("x-mlflow-timestamp")),
                                    request.body())));
            assertThat(receiver.requests().stream()
                            .map(request -> request.headers().get("x-mlflow-delivery-id")))
                    .doesNotHaveDuplicates();
            await().untilAsserted(() -> assertThat(log(id)).hasSize(7).allSatisfy(entry -> {
                assertThat(entry.get("state").asText()).isEqualTo("DELIVERED");
                assertThat(entry.get("attempts").asInt()).isEqualTo(1);
                assertThat(entry.get("response_status").asInt()).isEqualTo(200);
            }));
            assertThat(log(id).toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void shouldTryAgainUntilTheReceiverIsBackAndGiveUpWhenItRefuses() throws Exception {
        // Given
        try (Receiver recovering = Receiver.start(request -> request < 2 ? 503 : 200);
                Receiver refusing = Receiver.start(request -> 410)) {
            String first = createFor(recovering);
            String second = createFor(refusing);

            // When
            mlflow.post("registered-models/create", "{\"name\": \"" + model + "\"}");

            // Then
            await().untilAsserted(() -> assertThat(log(first)).singleElement().satisfies(entry -> {
                assertThat(entry.get("state").asText()).isEqualTo("DELIVERED");
                assertThat(entry.get("attempts").asInt()).isEqualTo(3);
            }));
            await().untilAsserted(() -> assertThat(log(second)).singleElement().satisfies(entry -> {
                assertThat(entry.get("state").asText()).isEqualTo("FAILED");
                assertThat(entry.get("attempts").asInt()).isEqualTo(1);
                assertThat(entry.get("error").asText()).isEqualTo("the receiver answered 410");
            }));
            assertThat(recovering.requests()).hasSize(3);
            assertThat(recovering.requests().stream()
                            .map(request -> request.headers().get("x-mlflow-delivery-id") + request.body())
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void shouldTellGithubOfPromotionsOnly() {
        // Given: made past the checks, which ask for a token
        String id = UUID.randomUUID().toString();
        webhooks.add(new Webhook(
                0,
                id,
                "deploy",
                null,
                "https://api.github.com/repos/acme/movies/dispatches",
                Webhook.Kind.GITHUB_DISPATCH,
                Set.of(WebhookEvent.MODEL_VERSION_STAGE_TRANSITIONED, WebhookEvent.MODEL_VERSION_ALIAS_CREATED),
                Webhook.Status.ACTIVE,
                null,
                null,
                1,
                1));
        created.add(id);

        // When
        String run = changeEverything();
        String version = "{\"name\": \"" + model + "\", \"version\": \"1\", ";
        mlflow.post("model-versions/transition-stage", version + "\"stage\": \"Archived\"}");
        mlflow.post("registered-models/alias", version + "\"alias\": \"challenger\"}");

        // Then
        List<String> bodies = sql.list(
                row -> row.getString(1),
                "SELECT d.body FROM tracking.webhook_delivery d JOIN tracking.webhook w ON w.no = d.webhook_no"
                        + " WHERE w.webhook_id = ? ORDER BY d.no",
                id);
        assertThat(bodies)
                .map(body -> body.replaceAll("\"timestamp\":\"[^\"]*\",", ""))
                .containsExactly(
                        "{\"event_type\":\"model-promoted\",\"client_payload\":{\"event\":\"model_version_alias.created\","
                                + "\"name\":\"" + model + "\",\"alias\":\"champion\",\"version\":\"1\"}}",
                        "{\"event_type\":\"model-promoted\",\"client_payload\":{\"event\":\"model_version_stage.transitioned\","
                                + "\"name\":\"" + model + "\",\"version\":\"1\",\"run_id\":\"" + run
                                + "\",\"stage\":\"Production\",\"previous_stage\":\"None\"}}");
    }

    @Test
    void shouldWriteNothingDownForAChangeThatIsTakenBackOrUnwanted() throws Exception {
        // Given
        try (Receiver receiver = Receiver.start(request -> 200)) {
            String id = createFor(receiver);
            mlflow.patch("webhooks/" + id, "{\"status\": \"DISABLED\"}");
            mlflow.post("registered-models/create", "{\"name\": \"" + model + "\"}");
            mlflow.patch("webhooks/" + id, "{\"status\": \"ACTIVE\"}");

            // When: the name is taken
            Answer twice = mlflow.post("registered-models/create", "{\"name\": \"" + model + "\"}");

            // Then
            assertThat(twice.errorCode()).isEqualTo("RESOURCE_ALREADY_EXISTS");
            assertThat(log(id)).isEmpty();
        }
    }

    @Test
    void shouldTryAWebhookAtOnce() throws IOException {
        // Given
        try (Receiver receiver = Receiver.start(request -> request == 0 ? 200 : 500)) {
            String id = createFor(receiver);

            // When
            JsonNode good = mlflow.post("webhooks/" + id + "/test", "{}").json().get("result");
            JsonNode bad = mlflow.post(
                            "webhooks/" + id + "/test",
                            "{\"event\": {\"entity\": \"MODEL_VERSION_TAG\", \"action\": \"SET\"}}")
                    .json()
                    .get("result");

            // Then
            assertThat(good.get("success").asBoolean()).isTrue();
            assertThat(good.get("response_status").asInt()).isEqualTo(200);
            assertThat(good.get("response_body").asText()).isEqualTo("answer 200");
            assertThat(bad.get("success").asBoolean()).isFalse();
            assertThat(dataOf(receiver.requests().getLast().body()))
                    .isEqualTo(
                            "model_version_tag set {\"name\":\"example_model\",\"version\":\"1\",\"key\":\"example_key\","
                                    + "\"value\":\"example_value\"}");
        }
    }

    private String changeEverything() {
        String run = mlflow.newRun(mlflow.newExperiment());
        String name = "\"name\": \"" + model + "\"";
        mlflow.post(
                "registered-models/create",
                "{" + name + ", \"description\": \"of films\", \"tags\": [{\"key\": \"team\", \"value\": \"a\"}]}");
        mlflow.post(
                "model-versions/create",
                "{" + name + ", \"source\": \"runs:/" + run
                        + "/model\", \"description\": \"first\", \"tags\": [{\"key\": \"k\", \"value\": \"v\"}]}");
        mlflow.post("model-versions/set-tag", "{" + name + ", \"version\": \"1\", \"key\": \"x\", \"value\": \"y\"}");
        mlflow.delete("model-versions/delete-tag", "{" + name + ", \"version\": \"1\", \"key\": \"x\"}");
        mlflow.post("registered-models/alias", "{" + name + ", \"version\": \"1\", \"alias\": \"champion\"}");
        mlflow.delete("registered-models/alias", "{" + name + ", \"alias\": \"champion\"}");
        mlflow.post(
                "model-versions/transition-stage",
                "{" + name + ", \"version\": \"1\", \"stage\": \"Production\", \"archive_existing_versions\": true}");
        return run;
    }

    /** Other tests change the registry too. */
    private List<String> bodies(Receiver receiver) {
        return receiver.requests().stream()
                .map(Receiver.Received::body)
                .filter(body -> body.contains(model))
                .toList();
    }

    private static String dataOf(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            assertThat(node.get("timestamp").asText()).matches("20\\d\\d-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{6}\\+00:00");
            return node.get("entity").asText() + " " + node.get("action").asText() + " " + node.get("data");
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    private List<JsonNode> log(String id) {
        List<JsonNode> entries = new ArrayList<>();
        mlflow.get("webhooks/" + id + "/deliveries", Map.of())
                .json()
                .path("deliveries")
                .forEach(entries::add);
        return entries;
    }

    private String createFor(Receiver receiver) {
        return create("\"url\": \"" + receiver.uri("/") + "\", \"events\": [\"registered_model.created\"]")
                .json()
                .at("/webhook/webhook_id")
                .asText();
    }

    private Answer create(String fields) {
        String name = fields.contains("\"name\"") ? "" : "\"name\": \"hook\", ";
        Answer answer = mlflow.post("webhooks", "{" + name + fields + "}");
        if (answer.status() == 200) {
            created.add(answer.json().at("/webhook/webhook_id").asText());
        }
        return answer;
    }
}
