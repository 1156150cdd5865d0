package io.marquee.workhorse.export;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.adapter.WriteMode;
import io.marquee.workhorse.adapter.file.FileFormat;
import io.marquee.workhorse.adapter.file.FileOptions;
import jakarta.validation.constraints.NotBlank;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be exported.
 *
 * @param source a table of the catalogue, or a query on its tables
 * @param target a file by path or URI, or a database by connection URI or name
 * @param table of the database; not for files
 * @param mode {@code replace}, which is the default, or {@code upsert} for databases
 * @param keys of an upsert
 * @param format of a file, where its name does not tell: csv, tsv, jsonl, parquet
 * @param spreadsheetSafe whether texts that a spreadsheet would run as formulas are made harmless in CSV and TSV
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ExportRequest(
        @NotBlank String source,
        @NotBlank String target,
        @Nullable String table,
        @Nullable String mode,
        @Nullable List<String> keys,
        @Nullable String format,
        boolean spreadsheetSafe) {

    FileOptions fileOptions() {
        try {
            return new FileOptions(
                    format == null ? null : FileFormat.named(format), null, StandardCharsets.UTF_8, spreadsheetSafe);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("format", format, "must be csv, tsv, jsonl or parquet");
        }
    }

    WriteMode writeMode() {
        return switch (mode == null ? "replace" : mode) {
            case "replace" -> new WriteMode.Replace();
            case "upsert" -> {
                if (keys == null || keys.isEmpty()) {
                    throw ProblemException.invalid("keys", keys, "must name the columns of the key for an upsert");
                }
                yield new WriteMode.Upsert(keys);
            }
            default -> throw ProblemException.invalid("mode", mode, "must be replace or upsert");
        };
    }
}
