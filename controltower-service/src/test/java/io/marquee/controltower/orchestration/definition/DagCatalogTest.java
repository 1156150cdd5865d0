package io.marquee.controltower.orchestration.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DagCatalogTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private DagCatalog catalog;

    @BeforeEach
    void setUp() {
        DagFileParser parser = new DagFileParser(new DagFileParser.Defaults(3, Duration.ofSeconds(2), null));
        catalog = new DagCatalog(new DagFolder(folder, parser), Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @Test
    void shouldOfferTheOthersWhenOneFileIsBroken() throws IOException {
        // Given
        write("a.yaml", "a");
        Files.writeString(folder.resolve("b.yml"), "dag_id: b\nfoo: 1\n");
        Files.writeString(folder.resolve("notes.txt"), "no DAG");

        // When
        boolean changed = catalog.refresh();

        // Then
        assertThat(changed).isTrue();
        assertThat(catalog.all()).extracting(entry -> entry.dag().dagId()).containsExactly("a");
        assertThat(catalog.faults()).hasSize(1);
        assertThat(catalog.faults().getFirst().fileName()).isEqualTo("b.yml");
        assertThat(catalog.faults().getFirst().message()).startsWith("line 2: unknown key 'foo'");
    }

    @Test
    void shouldKeepTheLastGoodDagMarkedWhenItsFileBreaks() throws IOException {
        // Given
        write("a.yaml", "a");
        catalog.refresh();

        // When
        Files.writeString(folder.resolve("a.yaml"), "dag_id: a\n");
        catalog.refresh();

        // Then
        assertThat(catalog.find("a").orElseThrow().broken()).isTrue();
        assertThat(catalog.find("a").orElseThrow().dag().tasks()).hasSize(1);
        assertThat(catalog.faults()).hasSize(1);
    }

    @Test
    void shouldForgetADagWhenItsFileIsGone() throws IOException {
        // Given
        write("a.yaml", "a");
        catalog.refresh();

        // When
        Files.delete(folder.resolve("a.yaml"));
        boolean changed = catalog.refresh();

        // Then
        assertThat(changed).isTrue();
        assertThat(catalog.all()).isEmpty();
    }

    @Test
    void shouldRefuseTheSecondFileWhenTwoDefineTheSameDag() throws IOException {
        // Given
        write("a.yaml", "same");
        write("b.yaml", "same");

        // When
        catalog.refresh();

        // Then
        assertThat(catalog.find("same").orElseThrow().fileName()).isEqualTo("a.yaml");
        assertThat(catalog.faults().getFirst().message()).isEqualTo("dag_id 'same' is taken by a.yaml");
    }

    @Test
    void shouldSayNothingChangedWhenNothingHas() throws IOException {
        // Given
        write("a.yaml", "a");
        Files.writeString(folder.resolve("b.yaml"), "dag_id: b\n");
        catalog.refresh();

        // When
        boolean changed = catalog.refresh();

        // Then
        assertThat(changed).isFalse();
    }

    @Test
    void shouldSaySoWhenTheFolderCannotBeRead() throws IOException {
        // Given
        Files.delete(folder);

        // When
        catalog.refresh();

        // Then
        assertThat(catalog.faults().getFirst().message()).startsWith("the folder cannot be read: ");
    }

    private void write(String file, String dagId) throws IOException {
        Files.writeString(folder.resolve(file), "dag_id: " + dagId + "\ntasks: [{task_id: t, operator: o}]\n");
    }
}
