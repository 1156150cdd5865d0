package io.marquee.workhorse.ingestion.file;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.adapter.file.FileFormat;
import io.marquee.workhorse.adapter.file.FileOptions;
import io.marquee.workhorse.ingestion.rows.ColumnMapping;
import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of files.
 *
 * @param uri a path, URI or pattern
 */
record FileRequest(String uri, FileOptions options, ColumnMapping mapping) {

    private static final Map<String, Character> NAMED_DELIMITERS =
            Map.of("tab", '\t', "\\t", '\t', "comma", ',', "semicolon", ';', "pipe", '|');

    /**
     * Reads a request.
     *
     * @throws ProblemException naming the field that is wrong
     */
    static FileRequest of(IngestionRequest request, CatalogueSchema schema) {
        List<String> known = new ArrayList<>(ColumnMapping.OPTIONS);
        known.addAll(List.of("format", "delimiter", "encoding"));
        request.refuseOtherOptions(known);
        String uri = request.sourceUri();
        if (uri == null || uri.isBlank()) {
            throw ProblemException.invalid("source_uri", uri, "must be a path or URI of files");
        }
        Map<String, Object> options = request.options();
        FileOptions file = new FileOptions(
                format(options.get("format")),
                delimiter(options.get("delimiter")),
                encoding(options.get("encoding")),
                false);
        return new FileRequest(uri.strip(), file, ColumnMapping.of(request, schema));
    }

    private static @Nullable FileFormat format(@Nullable Object value) {
        try {
            return value == null ? null : FileFormat.named(value.toString());
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("options.format", value, "must be csv, tsv, jsonl or parquet");
        }
    }

    private static @Nullable Character delimiter(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        String text = value.toString();
        Character named = NAMED_DELIMITERS.get(text);
        if (named != null) {
            return named;
        }
        if (text.length() != 1 || text.equals("\"") || text.equals("\n") || text.equals("\r") || text.charAt(0) > 127) {
            throw ProblemException.invalid(
                    "options.delimiter", value, "must be one character of ASCII, such as ; or |, or tab");
        }
        return text.charAt(0);
    }

    private static Charset encoding(@Nullable Object value) {
        try {
            return value == null ? StandardCharsets.UTF_8 : Charset.forName(value.toString());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw ProblemException.invalid(
                    "options.encoding", value, "must be an encoding such as UTF-8 or ISO-8859-1");
        }
    }
}
