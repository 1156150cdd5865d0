package io.marquee.workhorse.ingestion.imdb;

import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceRecord;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Small files of IMDb's shape, and what is read of them. */
final class ImdbFolder {

    static final String BASICS =
            "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n";
    static final String RATINGS = "tconst\taverageRating\tnumVotes\n";
    static final String CREW = "tconst\tdirectors\twriters\n";
    static final String PRINCIPALS = "tconst\tordering\tnconst\tcategory\tjob\tcharacters\n";
    static final String NAMES = "nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles\n";

    private final Path folder;

    ImdbFolder(Path folder) {
        this.folder = folder;
    }

    /** Writes a table packed, with its rows' blanks between fields as tabs: {@code tt0000001|movie|…}. */
    ImdbFolder gzip(String name, String header, String... rows) throws IOException {
        return bytes(name, packed(header + lines(rows)));
    }

    ImdbFolder plain(String name, String header, String... rows) throws IOException {
        return bytes(name, (header + lines(rows)).getBytes(StandardCharsets.UTF_8));
    }

    ImdbFolder bytes(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
        return this;
    }

    static String lines(String... rows) {
        StringBuilder lines = new StringBuilder();
        for (String row : rows) {
            lines.append(row.replace('|', '\t')).append('\n');
        }
        return lines.toString();
    }

    static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    ImdbDataset open(Map<String, Object> options) {
        return open(options, null);
    }

    ImdbDataset open(Map<String, Object> options, @Nullable IdTable known) {
        return new ImdbDataset(
                ImdbFiles.inFolder(folder.toString(), Optional.empty()), ImdbOptions.of(options), () -> known);
    }

    /** Each record as {@code line: value|value…}, or {@code table line: defect}. */
    List<String> read(Map<String, Object> options) throws IOException {
        return read(open(options));
    }

    static List<String> read(ImdbDataset dataset) throws IOException {
        List<String> records = new ArrayList<>();
        for (SourceTable table : dataset.tables()) {
            try (RecordReader reader = table.open()) {
                for (SourceRecord row = reader.next(); row != null; row = reader.next()) {
                    records.add(shown(table, reader, row));
                }
            }
        }
        return records;
    }

    /** Whether the reader of the titles says that none of them can be there twice. */
    static boolean keysAreUnique(ImdbDataset dataset) throws IOException {
        try (RecordReader reader = dataset.tables().getLast().open()) {
            while (reader.next() != null) {
                // Only the end tells.
            }
            return reader.keysAreUnique();
        }
    }

    private static String shown(SourceTable table, RecordReader reader, SourceRecord row) {
        if (row.defect() != null) {
            return table.name() + " " + row.line() + ": " + row.defect();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < reader.columns().size(); i++) {
            Object value = row.value(i);
            values.add(value == null ? "-" : value.toString());
        }
        return row.line() + ": " + String.join("|", values);
    }
}
