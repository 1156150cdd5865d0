package io.marquee.controltower.testing;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.marquee.contract.event.RegistryEvent;
import io.marquee.contract.id.EventId;
import io.marquee.platform.event.EventPublisher;
import io.marquee.runtime.ModelFolderWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Promotes versions as the registry's owner does: artefacts first, then the alias, then the event. */
public final class TestRegistry {

    private final Path root;
    private final EventPublisher publisher;

    /** @param root folder of the {@link MlflowServer} */
    public TestRegistry(Path root, EventPublisher publisher) {
        this.root = root;
        this.publisher = publisher;
    }

    /** Makes a version the champion and tells so. */
    public void promote(String model, int version, String runId, ModelFolderWriter folder) throws IOException {
        if (!Files.exists(MlflowServer.modelFolder(root, runId))) {
            MlflowServer.publish(root, runId, folder);
        }
        MlflowServer.setChampion(root, model, version, runId);
        Instant now = Instant.now();
        publisher.publishAndWait(new RegistryEvent(
                EventId.next(now),
                now,
                "workhorse",
                RegistryEvent.Action.ALIAS_SET,
                model,
                version,
                "champion",
                null,
                runId,
                Map.of()));
    }

    /** Waits until that version of the model answers. */
    public static void awaitServed(String model, String version) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> version.equals(given().get("/api/v1/models")
                        .path("models.find { it.name == '%s' }.version".formatted(model))));
    }
}
