package io.marquee.workhorse.adapter.file;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the rows of a file are written. */
public enum FileFormat {
    CSV(List.of(".csv")),
    TSV(List.of(".tsv", ".tab")),
    JSONL(List.of(".jsonl", ".ndjson", ".json")),
    PARQUET(List.of(".parquet", ".pq"));

    private final List<String> extensions;

    FileFormat(List<String> extensions) {
        this.extensions = extensions;
    }

    /** The one that a file's name tells, also when an extension of a {@link Compression} follows. */
    public static Optional<FileFormat> ofName(String name) {
        String plain = Compression.withoutExtension(name).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.extensions.stream().anyMatch(plain::endsWith))
                .findFirst();
    }

    /**
     * A format by its name, in upper or lower case.
     *
     * @throws IllegalArgumentException with the names there are
     */
    public static FileFormat named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("a format must be one of " + names() + ", got: " + name));
    }

    static String names() {
        return Arrays.stream(values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    char delimiter() {
        return this == TSV ? '\t' : ',';
    }
}
