package io.marquee.workhorse.feature.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import com.google.protobuf.CodedInputStream;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.DefinitionFiles;
import io.marquee.workhorse.feature.definition.DefinitionsApplied;
import io.marquee.workhorse.platform.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class FeatureRegistryTest {

    private static final String API = "/api/v1/feature-registry";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final String VIEW = """
            view: %s
            version: 1
            entities: [movie]
            sources: [ratings]
            description: A view that only this test has.
            owner: test
            ttl: forever
            online_ttl: 1d
            fields:
              - {name: first, type: INT64, description: First.}
              - {name: second, type: INT64, description: Second.}
            sql: SELECT movie_id, rated_at AS event_timestamp, 1 AS first, 2 AS second FROM ratings
            """;

    /** What the service tells its parts. */
    @ApplicationScoped
    static class Listener {

        final List<DefinitionsApplied> heard = new CopyOnWriteArrayList<>();

        void on(@Observes DefinitionsApplied applied) {
            heard.add(applied);
        }

        List<DefinitionsApplied> heard() {
            return List.copyOf(heard);
        }

        void forget() {
            heard.clear();
        }
    }

    @Inject
    ActiveDefinitions active;

    @Inject
    RegistryStore store;

    @Inject
    DefinitionLoader loader;

    @Inject
    RegistryApplier applier;

    @Inject
    FeatureConfig config;

    @Inject
    Event<DefinitionsApplied> applied;

    @Inject
    Database database;

    @Inject
    Clock clock;

    @Inject
    Listener listener;

    @TempDir
    Path folder;

    private long before;
    private final Map<String, String> files = new HashMap<>();

    /** Versions of a view never begin anew, so each test has a view of its own. */
    private final String view = "registry_test_" + NUMBER.incrementAndGet();

    private final String text = VIEW.formatted(view);

    @BeforeEach
    void remember() {
        before = state().extract().jsonPath().getLong("revision");
        files.putAll(DefinitionFiles.of(config.definitions()).texts());
        listener.forget();
    }

    @AfterEach
    void putBack() {
        database.update("DELETE FROM tracking.registered_model WHERE name = 'registry-test'");
        post("apply", Map.of("revision", before)).statusCode(200);
        database.update("UPDATE features.registry_folder SET files_hash = ?", new DefinitionFiles(shipped()).hash());
    }

    @Test
    void shouldPlanWithoutChangingAndApplyAtOnce() {
        // Given
        files.put(view + ".yaml", text);

        // When
        post("plan", Map.of("files", files))
                .statusCode(200)
                .body("revision", equalTo((int) before))
                .body("changes", hasSize(1))
                .body("changes[0].kind", equalTo("view"))
                .body("changes[0].name", equalTo(view))
                .body("changes[0].action", equalTo("added"))
                .body("changes[0].breaking", equalTo(false))
                .body("rebuilds", equalTo(List.of(view)));
        boolean known = active.get().hasView(view);
        post("apply", Map.of("files", files, "author", "ann", "note", "try it"))
                .statusCode(200)
                .body("revision", equalTo((int) before + 1))
                .body("changes.reason", equalTo(List.of("it is new")));

        // Then
        assertThat(known).isFalse();
        assertThat(active.get().view(view).view().version()).isEqualTo(1);
        assertThat(listener.heard()).containsExactly(new DefinitionsApplied(before + 1, Set.of(view), Set.of()));
        state().body("revisions[0].author", equalTo("ann")).body("revisions[0].note", equalTo("try it"));
        given().get(API + "/views/" + view)
                .then()
                .statusCode(200)
                .body("version", equalTo(1))
                .body("author", equalTo("ann"))
                .body("definition.fields.name", equalTo(List.of("first", "second")))
                .body("definition.ttl", equalTo("forever"));
        given().get(API + "/revisions/" + (before + 1)).then().body("files.'" + view + ".yaml'", equalTo(text));
        post("apply", Map.of("files", files)).statusCode(200).body("revision", equalTo((int) before + 1));
    }

    @Test
    void shouldKeepEachVersionAndRollBack() {
        // Given
        files.put(view + ".yaml", text);
        post("apply", Map.of("files", files)).statusCode(200);
        files.put(view + ".yaml", text.replace("2 AS second", "3 AS second"));
        post("apply", Map.of("files", files)).statusCode(200).body("rebuilds", equalTo(List.of(view)));

        // When
        post("apply", Map.of("revision", before + 1, "expected_revision", before + 2))
                .statusCode(200);

        // Then
        given().get(API + "/views/" + view + "/versions")
                .then()
                .body("versions.version", equalTo(List.of(3, 2, 1)))
                .body("versions[1].content.sql", containsString("3 AS second"))
                .body("versions[0].content.sql", containsString("2 AS second"));
        assertThat(active.get().view(view).view().version()).isEqualTo(3);
        state().body("revisions[0].note", equalTo("roll back to " + (before + 1)));
        post("apply", Map.of("revision", before + 1, "expected_revision", before + 1))
                .statusCode(409)
                .body("detail", containsString("revision " + (before + 3) + " of the feature definitions is in force"));
        post("apply", Map.of("revision", 999_999)).statusCode(404);
    }

    @Test
    void shouldNotBreakWhatALiveModelUsesAndShowWhatItIsMadeOf() {
        // Given
        files.put(view + ".yaml", text);
        post("apply", Map.of("files", files)).statusCode(200);
        registerModel(view + ":first");
        files.put(view + ".yaml", text.replace("first", "other"));

        // When
        post("plan", Map.of("files", files))
                .statusCode(200)
                .body(
                        "refusals",
                        equalTo(List.of("field '" + view + ":first': it is gone, but registry-test/1 uses it")));
        post("apply", Map.of("files", files))
                .statusCode(409)
                .body(
                        "detail",
                        equalTo("live models would break: field '" + view + ":first': it is gone, but"
                                + " registry-test/1 uses it"));
        boolean kept = active.get().view(view).view().field("first").isPresent();
        given().queryParam("node", "model:registry-test/1")
                .get(API + "/lineage")
                .then()
                .body("nodes", equalTo(List.of("source:ratings", "view:" + view, "model:registry-test/1")))
                .body("edges.from", equalTo(List.of("source:ratings", "view:" + view)));
        database.update("DELETE FROM tracking.model_alias WHERE alias = 'champion' AND model_no ="
                + " (SELECT no FROM tracking.registered_model WHERE name = 'registry-test')");

        // Then
        assertThat(kept).isTrue();
        post("apply", Map.of("files", files)).statusCode(200);
        assertThat(active.get().view(view).view().version()).isEqualTo(2);
    }

    @Test
    void shouldRefuseFilesThatCannotBeUsedAndKeepWhatIsInForce() {
        files.put(view + ".yaml", text.replace("FROM ratings", "FROM movies"));
        post("apply", Map.of("files", files))
                .statusCode(422)
                .body(
                        "detail",
                        equalTo(view + ".yaml:12: the SQL reads 'movies', which is not among the view's sources"));
        post("plan", Map.of("files", Map.of("../x.yaml", ""))).statusCode(400);
        post("apply", Map.of("files", files, "revision", 1)).statusCode(400);
        given().get(API + "/lineage?node=stats").then().statusCode(400);
        given().get(API + "/views/nothing").then().statusCode(404);
        given().get(API + "/views/nothing/versions").then().statusCode(404);
        given().get(API + "/things").then().statusCode(404);
        state().body("revision", equalTo((int) before));
    }

    @Test
    void shouldFollowWhatAnotherInstanceApplied() {
        // Given
        DefinitionFolder own = new DefinitionFolder(applier, store, loader, config, clock);
        RegisteredDefinitions other = new RegisteredDefinitions(store, loader, own, applied, new SimpleMeterRegistry());
        files.put(view + ".yaml", text);
        post("apply", Map.of("files", files)).statusCode(200);

        // When
        boolean known = other.get().hasView(view);
        other.follow();

        // Then
        assertThat(known).isFalse();
        assertThat(other.get().hasView(view)).isTrue();
        assertThat(other.revision()).isEqualTo(before + 1);
    }

    @Test
    void shouldTakeACompatibleFolderAtStartAndLetABreakingOneWait() throws IOException {
        // Given
        files.put(view + ".yaml", text);
        long compatible = start(true);
        DefinitionFiles taken = store.files(compatible);
        files.put(view + ".yaml", text.replace("first", "other"));

        // When
        long breaking = start(true);
        String pending = folder(true).pending(breaking, loader.load(breaking)).orElseThrow();
        files.put(view + ".yaml", text.replace("A view that", "The view that"));
        long switchedOff = start(false);
        long switchedOn = start(true);
        files.put(view + ".yaml", "view: [");
        long unreadable = start(true);

        // Then
        assertThat(compatible).isEqualTo(before + 1);
        assertThat(taken.texts()).isEqualTo(files(view + ".yaml", text));
        assertThat(breaking).isEqualTo(before + 1);
        assertThat(pending)
                .isEqualTo("the files of the service differ from revision " + (before + 1)
                        + " in 4 changes, 1 of them breaking; they wait to be applied");
        assertThat(switchedOff).isEqualTo(before + 1);
        assertThat(switchedOn).isEqualTo(before + 2);
        assertThat(unreadable).isEqualTo(before + 2);
        assertThat(folder(true).pending(unreadable, loader.load(unreadable)))
                .hasValueSatisfying(reason ->
                        assertThat(reason).startsWith("the files of the service cannot be used: " + view + ".yaml:"));
    }

    @Test
    void shouldLeaveInForceWhatWasAppliedWhileTheFolderStaysAsItIs() throws IOException {
        // Given
        start(true);
        files.put(view + ".yaml", text);
        post("apply", Map.of("files", files)).statusCode(200);
        files.remove(view + ".yaml");

        // When
        long revision = start(true);

        // Then
        assertThat(revision).isEqualTo(before + 1);
        assertThat(folder(true).pending(revision, loader.load(revision))).isEmpty();
        assertThat(active.get().hasView(view)).isTrue();
    }

    @Test
    void shouldGiveFeastItsTwoFiles() throws IOException {
        // When
        byte[] registry = given().get(API + "/export/registry.db")
                .then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .extract()
                .asByteArray();
        String configuration = given().get(API + "/export/feature_store.yaml")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        // Then
        assertThat(CodedInputStream.newInstance(registry).readTag())
                .as("entities")
                .isEqualTo(1 << 3 | 2);
        assertThat(new String(registry, StandardCharsets.UTF_8))
                .contains("movie_id", "interactions", "movie-user-interactions", "personal_rating");
        assertThat(configuration)
                .startsWith("project: marquee\n")
                .contains("type: redis", "entity_key_serialization_version: 3");
    }

    @Test
    void shouldShowWhatIsInForceAndHowTheServiceIs() {
        given().get(API + "/entities")
                .then()
                .body("objects.name", hasItems("genre", "movie", "user"))
                .body("objects.find { it.name == 'movie' }.definition.join_key", equalTo("movie_id"));
        given().get(API + "/sources").then().body("objects.name", hasItems("interactions", "movies", "ratings"));
        given().get(API + "/services/personal_rating")
                .then()
                .body("version", equalTo(1))
                .body("definition.features", hasItem("user_behaviour:rating_mean"));
        given().get("/ready")
                .then()
                .body("checks.find { it.name == 'feature definitions' }.data.revision", equalTo((int) before));
    }

    private long start(boolean applyOnStart) throws IOException {
        return folder(applyOnStart).start();
    }

    /** As a service that comes with these files has it. */
    private DefinitionFolder folder(boolean applyOnStart) throws IOException {
        for (Path file : Files.list(folder).toList()) {
            Files.delete(file);
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        FeatureConfig own = new SmallRyeConfigBuilder()
                .withMapping(FeatureConfig.class)
                .withDefaultValue("marquee.feature.definitions", folder.toString())
                .withDefaultValue("marquee.feature.work-folder", folder.toString())
                .withDefaultValue("marquee.feature.apply-on-start", Boolean.toString(applyOnStart))
                .build()
                .getConfigMapping(FeatureConfig.class);
        return new DefinitionFolder(applier, store, loader, own, clock);
    }

    private Map<String, String> files(String name, String text) {
        Map<String, String> all = shipped();
        all.put(name, text);
        return all;
    }

    private Map<String, String> shipped() {
        return new HashMap<>(DefinitionFiles.of(config.definitions()).texts());
    }

    private void registerModel(String features) {
        database.update("""
                INSERT INTO tracking.registered_model (name, creation_time, last_update_time)
                VALUES ('registry-test', 0, 0)""");
        database.update("""
                INSERT INTO tracking.model_version (model_no, version, source, location, creation_time, last_update_time)
                SELECT no, 1, 's', 'l', 0, 0 FROM tracking.registered_model WHERE name = 'registry-test'""");
        database.update("""
                INSERT INTO tracking.model_version_tag (owner, key, value)
                SELECT v.no, 'features', ? FROM tracking.model_version v
                JOIN tracking.registered_model m ON m.no = v.model_no WHERE m.name = 'registry-test'""", features);
        database.update("""
                INSERT INTO tracking.model_alias (model_no, alias, version)
                SELECT no, 'champion', 1 FROM tracking.registered_model WHERE name = 'registry-test'""");
    }

    private static ValidatableResponse state() {
        return given().get(API).then().statusCode(200);
    }

    private static ValidatableResponse post(String verb, Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post(API + "/" + verb)
                .then();
    }
}
