package io.marquee.workhorse.ingestion.schema;

import java.nio.file.Path;

/** The schema that ships. */
public final class TestSchema {

    /** Where it is, seen from the module's folder. */
    public static final Path FOLDER = Path.of("..", "config", "schema");

    private TestSchema() {}

    public static CatalogueSchema read() {
        return SchemaReader.read(FOLDER);
    }
}
