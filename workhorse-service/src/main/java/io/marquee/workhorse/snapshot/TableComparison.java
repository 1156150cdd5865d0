package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.snapshot.SnapshotDiff.Kind;
import io.marquee.workhorse.snapshot.SnapshotDiff.RowChange;
import io.marquee.workhorse.snapshot.SnapshotDiff.TableDiff;
import io.marquee.workhorse.snapshot.SnapshotDiff.Values;
import io.marquee.workhorse.snapshot.TableContent.Chunk;
import io.marquee.workhorse.snapshot.TableContent.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares two contents of a table by walking through both in the order of the key. Chunks that both have are passed over
 * unread, so a comparison reads little more than what differs.
 */
final class TableComparison {

    private static final int EXAMPLES = 5;
    private static final int LONGEST_VALUE = 200;

    /** A column that both sides have, and where. */
    private record Shared(String name, int left, int right) {}

    private final TableContent from;
    private final TableContent to;
    private final boolean sameColumns;
    private final List<Shared> shared = new ArrayList<>();
    private final List<Boolean> numericKey;
    private final Map<String, Long> changedColumns = new LinkedHashMap<>();
    private final Map<Kind, List<RowChange>> examples = new EnumMap<>(Kind.class);
    private long added;
    private long removed;
    private long changed;

    private TableComparison(TableContent from, TableContent to) {
        this.from = from;
        this.to = to;
        this.sameColumns = from.columns().equals(to.columns());
        this.numericKey = to.columns().subList(0, to.key().size()).stream()
                .map(TableSchema::isNumber)
                .toList();
        List<String> right = to.columnNames();
        for (int i = from.key().size(); i < from.columns().size(); i++) {
            int match = right.indexOf(from.columns().get(i).name());
            if (match >= to.key().size()) {
                shared.add(new Shared(right.get(match), i, match));
            }
        }
        for (Kind kind : Kind.values()) {
            examples.put(kind, new ArrayList<>());
        }
    }

    /** Compares; either side may have been missing, with no rows then. */
    static TableDiff compare(TableContent from, TableContent to, RowStream.Source source) throws IOException {
        List<Column> keyFrom = from.columns().subList(0, from.key().size());
        List<Column> keyTo = to.columns().subList(0, to.key().size());
        TableComparison comparison = new TableComparison(from, to);
        if (keyFrom.equals(keyTo)) {
            comparison.walk(new RowStream(from, source), new RowStream(to, source));
            return comparison.result(false);
        }
        comparison.removed = from.rows();
        comparison.added = to.rows();
        return comparison.result(true);
    }

    private void walk(RowStream left, RowStream right) throws IOException {
        while (true) {
            Chunk one = left.upcoming();
            Chunk other = right.upcoming();
            if (sameColumns && one != null && other != null && one.sha256().equals(other.sha256())) {
                left.skip();
                right.skip();
                continue;
            }
            List<@Nullable String> was = left.peek();
            List<@Nullable String> is = right.peek();
            if (was == null && is == null) {
                return;
            }
            int order = was == null ? 1 : is == null ? -1 : compareKeys(was, is);
            if (order < 0) {
                removed++;
                example(Kind.REMOVED, from, Objects.requireNonNull(was));
                left.advance();
            } else if (order > 0) {
                added++;
                example(Kind.ADDED, to, Objects.requireNonNull(is));
                right.advance();
            } else {
                compareValues(Objects.requireNonNull(was), Objects.requireNonNull(is));
                left.advance();
                right.advance();
            }
        }
    }

    private int compareKeys(List<@Nullable String> left, List<@Nullable String> right) {
        for (int i = 0; i < numericKey.size(); i++) {
            String one = Objects.requireNonNull(left.get(i));
            String other = Objects.requireNonNull(right.get(i));
            int order = numericKey.get(i)
                    ? Long.compare(Long.parseLong(one), Long.parseLong(other))
                    : compareCodePoints(one, other);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** The order of PostgreSQL's collation "C" in UTF-8; that of Java's strings is another one beyond U+FFFF. */
    private static int compareCodePoints(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                boolean high = Character.isSurrogate(one.charAt(i));
                boolean otherHigh = Character.isSurrogate(other.charAt(i));
                return high == otherHigh ? Character.compare(one.charAt(i), other.charAt(i)) : high ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    private void compareValues(List<@Nullable String> was, List<@Nullable String> is) {
        Map<String, Values> differences = new LinkedHashMap<>();
        for (Shared column : shared) {
            String before = was.get(column.left());
            String after = is.get(column.right());
            if (!Objects.equals(before, after)) {
                differences.put(column.name(), new Values(cut(before), cut(after)));
                changedColumns.merge(column.name(), 1L, Long::sum);
            }
        }
        if (!differences.isEmpty()) {
            changed++;
            List<RowChange> known = Objects.requireNonNull(examples.get(Kind.CHANGED));
            if (known.size() < EXAMPLES) {
                known.add(new RowChange(Kind.CHANGED, key(to, is), differences));
            }
        }
    }

    private void example(Kind kind, TableContent content, List<@Nullable String> row) {
        List<RowChange> known = Objects.requireNonNull(examples.get(kind));
        if (known.size() == EXAMPLES) {
            return;
        }
        Map<String, Values> values = new LinkedHashMap<>();
        for (int i = content.key().size(); i < row.size(); i++) {
            String value = cut(row.get(i));
            if (value != null) {
                values.put(
                        content.columns().get(i).name(),
                        kind == Kind.ADDED ? new Values(null, value) : new Values(value, null));
            }
        }
        known.add(new RowChange(kind, key(content, row), values));
    }

    private static Map<String, String> key(TableContent content, List<@Nullable String> row) {
        Map<String, String> key = new LinkedHashMap<>();
        for (int i = 0; i < content.key().size(); i++) {
            key.put(content.key().get(i), Objects.requireNonNull(row.get(i)));
        }
        return key;
    }

    private static @Nullable String cut(@Nullable String value) {
        return value == null || value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }

    private TableDiff result(boolean keyChanged) {
        List<String> left = from.columnNames();
        List<String> right = to.columnNames();
        return new TableDiff(
                to.table(),
                from.rows(),
                to.rows(),
                added,
                removed,
                changed,
                changedColumns,
                right.stream().filter(name -> !left.contains(name)).toList(),
                left.stream().filter(name -> !right.contains(name)).toList(),
                keyChanged,
                examples.values().stream().flatMap(List::stream).toList());
    }
}
