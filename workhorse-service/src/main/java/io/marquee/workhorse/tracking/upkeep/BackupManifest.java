package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds; the last entry of its archive, in the order of the archive. Entries may be more than fit into memory, so
 * they are written and read one by one.
 *
 * @param format of the archive; this one is 2, which holds webhooks, and 1 can still be read
 * @param experiment the id of the only experiment in it, null for everything
 * @param file with all of it
 */
record BackupManifest(int format, @Nullable String experiment, Path file) {

    static final int FORMAT = 2;
    static final String NAME = "manifest.json";
    static final String TABLES = "tables/";
    static final String FILES = "artifacts/";

    private static final String ENTRIES = "entries";

    /** A file of the archive. */
    @RegisterForReflection
    record Entry(String name, long size, String sha256) {}

    BackupManifest {
        if (format < 1 || format > FORMAT) {
            throw new IllegalArgumentException("format must be from 1 to " + FORMAT + ", got: " + format);
        }
    }

    /** Whether it holds all experiments, and with them models and webhooks. */
    boolean isOfAll() {
        return experiment == null;
    }

    /** What the names of files of runs begin with, of all or of those of one experiment. */
    static String folder(OptionalLong experiment) {
        return FILES + (experiment.isPresent() ? experiment.getAsLong() + "/" : "");
    }

    /** Takes down entries as they are written. */
    static final class Writer implements AutoCloseable {

        private final JsonGenerator out;

        Writer(ObjectMapper json, Path file, Instant now, OptionalLong experiment) throws IOException {
            out = json.createGenerator(Files.newOutputStream(file));
            out.writeStartObject();
            out.writeNumberField("format", FORMAT);
            out.writeStringField("created_at", now.toString());
            out.writeStringField("experiment", experiment.isPresent() ? Long.toString(experiment.getAsLong()) : null);
            out.writeArrayFieldStart(ENTRIES);
        }

        void add(Entry entry) throws IOException {
            out.writePOJO(entry);
        }

        @Override
        public void close() throws IOException {
            // Ends what is open.
            out.close();
        }
    }

    /**
     * Reads what comes before the entries.
     *
     * @throws IOException when it is not a manifest
     */
    static BackupManifest read(ObjectMapper json, Path file) throws IOException {
        try (JsonParser in = json.createParser(file.toFile())) {
            int format = 0;
            String experiment = null;
            in.nextToken();
            for (String field = in.nextFieldName();
                    field != null && !field.equals(ENTRIES);
                    field = in.nextFieldName()) {
                in.nextToken();
                switch (field) {
                    case "format" -> format = in.getIntValue();
                    case "experiment" -> experiment = in.getValueAsString();
                    default -> in.skipChildren();
                }
            }
            return new BackupManifest(format, experiment, file);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Its entries, to be closed. */
    Entries entries(ObjectMapper json) throws IOException {
        return new Entries(json.createParser(file.toFile()));
    }

    /** Entries, one by one. */
    static final class Entries implements AutoCloseable {

        private final JsonParser in;

        private Entries(JsonParser in) throws IOException {
            this.in = in;
            in.nextToken();
            String field = in.nextFieldName();
            while (field != null && !field.equals(ENTRIES)) {
                in.nextToken();
                in.skipChildren();
                field = in.nextFieldName();
            }
            if (field == null || in.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("it names no entries");
            }
        }

        /** The next one, null behind the last. */
        @Nullable
        Entry next() throws IOException {
            return in.nextToken() == JsonToken.START_OBJECT ? in.readValueAs(Entry.class) : null;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
