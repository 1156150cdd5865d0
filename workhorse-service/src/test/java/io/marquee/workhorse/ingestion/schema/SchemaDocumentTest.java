package io.marquee.workhorse.ingestion.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/schema.md} what the schema says; with {@code -Dschema.write=true} by writing it. */
class SchemaDocumentTest {

    private static final Path PAGE = Path.of("..", "docs", "schema.md");

    @Test
    void shouldBeTheGeneratedPage() throws IOException {
        // Given
        String generated = SchemaDocument.markdown(TestSchema.read());
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(PAGE, generated);
        }

        // When
        String page = Files.exists(PAGE) ? Files.readString(PAGE) : "";

        // Then
        assertThat(page)
                .as("docs/schema.md is out of date; write it by ./mvnw -pl workhorse-service -am test"
                        + " -Dtest=SchemaDocumentTest -Dschema.write=true -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(generated);
    }
}
