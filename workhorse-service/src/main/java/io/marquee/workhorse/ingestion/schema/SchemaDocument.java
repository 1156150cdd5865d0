package io.marquee.workhorse.ingestion.schema;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The schema for people, as Markdown; {@code docs/schema.md} is what this writes. */
public final class SchemaDocument {

    private static final String HEAD = """
            # The standard schema

            Every column of the catalogue. This page is generated from `config/schema/catalogue.yaml`; change that file and run

            ```
            ./mvnw -pl workhorse-service -am test -Dtest=SchemaDocumentTest -Dschema.write=true \\
                -Dsurefire.failIfNoSpecifiedTests=false
            ```

            *Without a value*: **refused** – the record goes to quarantine; **derived** – the catalogue gives one; **not known** –
            null, an empty field means the same; **empty** – a list, never null; **written** – by the catalogue, never delivered.
            *Sources* are in the order in which they count when several know a value; others come last, by name.
            """;

    private SchemaDocument() {}

    /** The whole page. */
    public static String markdown(CatalogueSchema schema) {
        StringBuilder page = new StringBuilder(HEAD);
        schema.tables().forEach(table -> append(page, table));
        return page.toString();
    }

    private static void append(StringBuilder page, TableSchema table) {
        page.append("\n## ")
                .append(table.name())
                .append("\n\n")
                .append(table.description())
                .append('\n');
        page.append("\nStored in: ")
                .append(table.storedIn() == null ? "part of another table" : code(table.storedIn()));
        page.append(". Key: ").append(codes(table.key())).append('.');
        if (!table.identity().isEmpty()) {
            page.append(" Each record has at least one of ")
                    .append(codes(table.identity()))
                    .append('.');
        }
        if (table.written()) {
            page.append(" No source delivers it.");
        }
        page.append("\n\n| Column | Type | Unit | Without a value | Limits | Sources | Meaning |\n");
        page.append("|---|---|---|---|---|---|---|\n");
        for (ColumnSchema column : table.columns()) {
            List<String> cells = List.of(
                    code(column.name()),
                    column.type().sql(),
                    column.unit() == null ? "" : column.unit(),
                    withoutValue(column.nulls()),
                    limits(column),
                    table.written() ? "" : String.join(", ", column.sources()),
                    column.description());
            page.append("| ")
                    .append(String.join(
                            " | ", cells.stream().map(SchemaDocument::cell).toList()))
                    .append(" |\n");
        }
    }

    private static String withoutValue(NullPolicy nulls) {
        return switch (nulls) {
            case REQUIRED -> "refused";
            case DERIVED -> "derived";
            case UNKNOWN -> "not known";
            case EMPTY -> "empty";
            case WRITTEN -> "written";
        };
    }

    private static String limits(ColumnSchema column) {
        ValueLimits limits = column.limits();
        List<String> said = new ArrayList<>();
        if (limits.min() != null) {
            said.add("from " + number(column, limits.min()));
        }
        if (limits.max() != null) {
            said.add("to " + number(column, limits.max()));
        }
        if (limits.latest() != null) {
            said.add("at most " + ahead(limits.latest()) + " ahead");
        }
        if (limits.maxLength() != null) {
            said.add((column.type() == ColumnType.TEXTS ? "parts of " : "") + "at most " + limits.maxLength()
                    + " characters");
        }
        if (limits.maxParts() != null) {
            said.add("at most " + limits.maxParts() + " parts");
        }
        if (limits.pattern() != null) {
            said.add("like " + code(String.valueOf(limits.example())));
        }
        if (limits.multiline()) {
            said.add("several lines");
        }
        return String.join(", ", said);
    }

    private static String number(ColumnSchema column, double value) {
        return column.type().isWhole() || value == Math.rint(value)
                ? Long.toString(Math.round(value))
                : Double.toString(value);
    }

    private static String ahead(Duration duration) {
        return duration.toDays() > 0 ? duration.toDays() + " days" : duration.toMinutes() + " minutes";
    }

    private static String codes(List<String> names) {
        return String.join(", ", names.stream().map(SchemaDocument::code).toList());
    }

    private static String code(String text) {
        return '`' + text + '`';
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
