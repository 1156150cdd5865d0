package io.marquee.controltower.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.controltower.testing.MlflowServer;
import io.marquee.controltower.testing.TestModels;
import io.marquee.runtime.LoadedModel;
import io.marquee.runtime.ModelFolder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the registry's alias to the served model, over a real HTTP registry and real model folders. */
class ServedModelTest {

    private static final String NAME = "personal-rating";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String FIRST = "1".repeat(32);
    private static final String SECOND = "2".repeat(32);

    @TempDir
    Path registry;

    @TempDir
    Path state;

    private final List<Champion<LoadedModel>> swaps = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private MlflowServer server;
    private MlflowClient client;
    private ServedModel<LoadedModel> served;

    @BeforeEach
    void start() throws IOException {
        server = MlflowServer.start(registry);
        client = new MlflowClient(server.uri(), Duration.ofSeconds(5));
        served = served(100_000);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void shouldServeTheChampionAndThenItsSuccessor() throws Exception {
        // Given
        publish(FIRST);
        publish(SECOND);
        MlflowServer.setChampion(registry, NAME, 1, FIRST);

        // When
        assertThat(served.refresh()).isTrue();
        assertThat(served.refresh()).isTrue();
        MlflowServer.setChampion(registry, NAME, 2, SECOND);
        assertThat(served.refresh()).isTrue();

        // Then
        assertThat(swaps).extracting(Champion::versionText).containsExactly("1", "2");
        assertThat(swaps)
                .extracting(champion -> champion.model().description().runId())
                .containsExactly(FIRST, SECOND);
        assertThat(served.status())
                .isEqualTo(new ChampionStatus(
                        NAME, swaps.get(1).version(), NOW, "loaded", "personal-rating v2 is served", NOW));
        assertThat(meters.get("marquee_champion_version").gauge().value()).isEqualTo(2);
        assertThat(state.resolve(NAME).resolve("2-" + SECOND).resolve("MLmodel"))
                .exists();
    }

    @Test
    void shouldRollBackWhenTheAliasDoes() throws Exception {
        // Given
        publish(FIRST);
        publish(SECOND);
        MlflowServer.setChampion(registry, NAME, 2, SECOND);
        served.refresh();

        // When
        MlflowServer.setChampion(registry, NAME, 1, FIRST);
        served.refresh();

        // Then
        assertThat(swaps).extracting(Champion::versionText).containsExactly("2", "1");
    }

    @Test
    void shouldKeepThePresentChampionWhenTheNewFolderIsDamaged() throws Exception {
        // Given
        publish(FIRST);
        MlflowServer.setChampion(registry, NAME, 1, FIRST);
        served.refresh();
        Path damaged = publish(SECOND).resolve("factors.bin");
        Files.write(damaged, new byte[] {1}, StandardOpenOption.APPEND);
        MlflowServer.setChampion(registry, NAME, 2, SECOND);

        // When
        boolean settled = served.refresh();

        // Then
        assertThat(settled).isFalse();
        assertThat(swaps).extracting(Champion::versionText).containsExactly("1");
        assertThat(served.status().outcome()).isEqualTo("refused");
        assertThat(served.status().serving()).isEqualTo(swaps.getFirst().version());
        assertThat(served.status().detail())
                .startsWith("personal-rating v2 cannot be served: factors.bin has ")
                .contains("manifest.json says");
        assertThat(meters.get("marquee_champion_version").gauge().value()).isEqualTo(1);
        assertThat(meters.get("marquee_champion_loads_total")
                        .tags("model", NAME, "outcome", "refused")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(cachedFolders()).containsExactly("1-" + FIRST);

        // When it is repaired
        Files.delete(damaged);
        deleteFolder(MlflowServer.modelFolder(registry, SECOND));
        publish(SECOND);
        served.refresh();

        // Then
        assertThat(served.status().outcome()).isEqualTo("loaded");
        assertThat(swaps).extracting(Champion::versionText).containsExactly("1", "2");
    }

    @Test
    void shouldKeepThePresentChampionWhenTheRegistryIsAway() throws Exception {
        // Given
        publish(FIRST);
        MlflowServer.setChampion(registry, NAME, 1, FIRST);
        served.refresh();
        server.close();

        // When
        boolean settled = served.refresh();

        // Then
        assertThat(settled).isFalse();
        assertThat(served.isServed()).isTrue();
        assertThat(served.status().outcome()).isEqualTo("unreachable");
        assertThat(served.status().serving()).isNotNull();
    }

    @Test
    void shouldKeepThePresentChampionWhenTheAliasIsDeleted() throws Exception {
        // Given
        publish(FIRST);
        MlflowServer.setChampion(registry, NAME, 1, FIRST);
        served.refresh();
        Files.delete(registry.resolve("aliases").resolve(NAME));

        // When
        boolean settled = served.refresh();

        // Then
        assertThat(settled).isTrue();
        assertThat(served.isServed()).isTrue();
        assertThat(served.status().outcome()).isEqualTo("absent");
    }

    @Test
    void shouldStartWithTheLastChampionWhenTheRegistryIsAway() throws Exception {
        // Given
        publish(FIRST);
        MlflowServer.setChampion(registry, NAME, 1, FIRST);
        served.refresh();
        Files.createFile(registry.resolve("out-of-order"));

        // When
        ServedModel<LoadedModel> afterRestart = served(100_000);
        boolean settled = afterRestart.refresh();

        // Then
        assertThat(settled).isFalse();
        assertThat(afterRestart.isServed()).isTrue();
        assertThat(swaps).extracting(Champion::versionText).containsExactly("1", "1");
        assertThat(afterRestart.status().outcome()).isEqualTo("unreachable");

        // When the registry is back
        Files.delete(registry.resolve("out-of-order"));
        afterRestart.refresh();

        // Then nothing is fetched or swapped again
        assertThat(afterRestart.status().outcome()).isEqualTo("unchanged");
        assertThat(swaps).hasSize(2);
    }

    @Test
    void shouldNotTakeAnotherRegistrysVersionOneForThisOnes() throws Exception {
        // Given
        publish(FIRST);
        publish(SECOND);
        MlflowServer.setChampion(registry, NAME, 1, FIRST);
        served.refresh();

        // When the registry was set up anew and counts from 1 again
        MlflowServer.setChampion(registry, NAME, 1, SECOND);
        served.refresh();

        // Then
        assertThat(swaps)
                .extracting(champion -> champion.model().description().runId())
                .containsExactly(FIRST, SECOND);
    }

    @Test
    void shouldFetchAgainWhatIsDamagedInTheCache() throws Exception {
        // Given
        publish(FIRST);
        MlflowServer.setChampion(registry, NAME, 1, FIRST);
        served.refresh();
        Files.write(state.resolve(NAME).resolve("1-" + FIRST).resolve("factors.bin"), new byte[] {9});

        // When
        ServedModel<LoadedModel> afterRestart = served(100_000);
        afterRestart.refresh();

        // Then
        assertThat(afterRestart.status().outcome()).isEqualTo("loaded");
    }

    @Test
    void shouldRefuseAFolderThatIsTooLarge() throws Exception {
        // Given
        publish(FIRST);
        MlflowServer.setChampion(registry, NAME, 1, FIRST);

        // When
        ServedModel<LoadedModel> small = served(100);
        small.refresh();

        // Then
        assertThat(small.isServed()).isFalse();
        assertThat(small.status().outcome()).isEqualTo("refused");
        assertThat(small.status().detail()).contains("larger than the 100 bytes");
        assertThat(cachedFolders()).isEmpty();
    }

    @Test
    void shouldRefuseAnEmptyFolderAndOneWithoutAManifest() throws Exception {
        // Given
        MlflowServer.setChampion(registry, NAME, 1, FIRST);

        // When // Then
        served.refresh();
        assertThat(served.status().detail()).contains("personal-rating v1 has no artefacts at");
        Files.delete(publish(FIRST).resolve("manifest.json"));
        served.refresh();
        assertThat(served.status().detail()).isEqualTo("personal-rating v1 cannot be served: manifest.json is missing");
    }

    @Test
    void shouldKeepOnlyTheNewestVersionsOnDisk() throws Exception {
        // When
        for (int version = 1; version <= 5; version++) {
            String run = Integer.toString(version).repeat(32);
            publish(run);
            MlflowServer.setChampion(registry, NAME, version, run);
            served.refresh();
            Thread.sleep(5);
        }

        // Then
        assertThat(cachedFolders())
                .containsExactlyInAnyOrder("3-" + "3".repeat(32), "4-" + "4".repeat(32), "5-" + "5".repeat(32));
    }

    private ServedModel<LoadedModel> served(long maxBytes) {
        return new ServedModel<>(
                new ChampionLoader<>(
                        NAME,
                        "champion",
                        client,
                        new ModelCache(state, client, maxBytes),
                        ModelFolder::open,
                        Clock.fixed(NOW, ZoneOffset.UTC)),
                swaps::add,
                meters,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Path publish(String run) throws IOException {
        return MlflowServer.publish(registry, run, TestModels.personalFolder(run, TestModels.MEAN));
    }

    private static void deleteFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private List<String> cachedFolders() throws IOException {
        if (!Files.exists(state.resolve(NAME))) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(state.resolve(NAME))) {
            return entries.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }
    }
}
