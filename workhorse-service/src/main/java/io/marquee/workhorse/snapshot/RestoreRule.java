package io.marquee.workhorse.snapshot;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which snapshots fit which catalogue. Columns are told apart by name:
 *
 * <ul>
 *   <li>a table or column that only the snapshot has, or that has another type there: refused, since data would be lost; it
 *       comes from a newer schema;
 *   <li>a column that only the catalogue has: it gets its default, or null; refused when it must have a value and has no
 *       default;
 *   <li>a table that only the catalogue has: it is emptied, since at the snapshot's moment there was nothing in it.
 * </ul>
 */
final class RestoreRule {

    private RestoreRule() {}

    /**
     * Checks all tables.
     *
     * @throws ProblemException when something does not fit, with everything that does not
     */
    static void check(SnapshotManifest manifest, List<TableSchema> schemas) {
        Map<String, TableSchema> known =
                schemas.stream().collect(Collectors.toMap(TableSchema::table, Function.identity()));
        List<String> objections = new ArrayList<>();
        for (TableContent table : manifest.tables()) {
            TableSchema schema = known.get(table.table());
            if (schema == null) {
                objections.add("the catalogue has no table " + table.table());
            } else {
                compare(table, schema, objections);
            }
        }
        if (!objections.isEmpty()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "snapshot '" + manifest.tag() + "' does not fit the schema of this catalogue: "
                            + String.join("; ", objections));
        }
    }

    private static void compare(TableContent table, TableSchema schema, List<String> objections) {
        Map<String, TableSchema.Column> here =
                schema.columns().stream().collect(Collectors.toMap(TableSchema.Column::name, Function.identity()));
        for (TableContent.Column column : table.columns()) {
            TableSchema.Column match = here.get(column.name());
            if (match == null) {
                objections.add(table.table() + " has no column " + column.name()
                        + ", so the snapshot is of a newer schema: migrate first");
            } else if (!match.type().equals(column.type())) {
                objections.add(
                        table.table() + "." + column.name() + " is " + match.type() + " and was " + column.type());
            }
        }
        Set<String> there = new HashSet<>(table.columnNames());
        schema.columns().stream()
                .filter(column -> column.required() && !there.contains(column.name()))
                .forEach(column -> objections.add(table.table() + "." + column.name()
                        + " needs a value, and the snapshot is of a time before it"));
    }
}
