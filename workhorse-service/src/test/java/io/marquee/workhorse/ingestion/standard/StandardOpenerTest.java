package io.marquee.workhorse.ingestion.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.TestIngestionConfig;
import io.marquee.workhorse.ingestion.schema.TestSchema;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardOpenerTest {

    private static final StandardOpener OPENER = new StandardOpener(TestSchema.read(), TestIngestionConfig.defaults());

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void resolveLinksOfTheTempFolder() throws IOException {
        folder = temp.toRealPath();
    }

    @Test
    void shouldReadAFolderWithOneOfTheFiles() throws IOException {
        // Given
        Files.writeString(folder.resolve("ratings.csv"), "rated_at,user_id,movie_id,rating\n1000,1,2,3.5\n");

        // When
        SourceDataset dataset = open();

        // Then
        assertThat(dataset.source()).isEqualTo("standard");
        assertThat(dataset.rawFiles()).containsExactly(folder.resolve("ratings.csv"));
        try (RecordReader reader = dataset.tables().getFirst().open()) {
            SourceRecord record = reader.next();
            assertThat(reader.columns())
                    .extracting(RecordReader.Column::name)
                    .containsExactly("user_id", "movie_id", "rating", "rated_at");
            assertThat(List.of(record.value(0), record.value(1), record.value(2), record.value(3)))
                    .containsExactly("1", "2", "3.5", "1000");
            assertThat(record.raw()).isEqualTo("1000,1,2,3.5");
            assertThat(record.line()).isEqualTo(2);
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void shouldRefuseAFolderWithNeitherFileOrAnIncompleteHeader() throws IOException {
        assertRefused("'path' must hold movies.csv or ratings.csv, got: " + folder);
        Files.writeString(folder.resolve("movies.csv"), "movie_id,title\n");
        assertRefused("movies.csv: column 'year' is missing, the header is: movie_id,title");
    }

    private SourceDataset open() {
        return OPENER.open(new IngestionRequest("standard", folder.toString(), Map.of()));
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::open).isInstanceOf(ProblemException.class).hasMessage(message);
    }
}
