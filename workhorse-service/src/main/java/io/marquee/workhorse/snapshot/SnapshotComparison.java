package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.snapshot.SnapshotDiff.FileDiff;
import io.marquee.workhorse.snapshot.SnapshotDiff.TableDiff;
import io.marquee.workhorse.snapshot.SnapshotManifest.ArchivedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares two states of the catalogue, table by table and file by file. */
final class SnapshotComparison {

    /**
     * A state.
     *
     * @param name a snapshot's tag or {@value SnapshotTag#CURRENT}
     */
    record State(String name, List<TableContent> tables, List<ArchivedFile> files) {

        static State of(SnapshotManifest manifest) {
            return new State(manifest.tag(), manifest.tables(), manifest.files());
        }
    }

    private SnapshotComparison() {}

    static SnapshotDiff compare(State from, State to, RowStream.Source source) throws IOException {
        Map<String, TableContent> left = byName(from);
        Map<String, TableContent> right = byName(to);
        Set<String> names = new LinkedHashSet<>(left.keySet());
        names.addAll(right.keySet());
        List<TableDiff> tables = new ArrayList<>();
        for (String name : names) {
            TableContent was = left.containsKey(name) ? left.get(name) : empty(right.get(name));
            TableContent is = right.containsKey(name) ? right.get(name) : empty(left.get(name));
            if (!was.equals(is)) {
                tables.add(TableComparison.compare(was, is, source));
            }
        }
        return new SnapshotDiff(from.name(), to.name(), tables.isEmpty(), tables, files(from.files(), to.files()));
    }

    private static Map<String, TableContent> byName(State state) {
        Map<String, TableContent> byName = new LinkedHashMap<>();
        state.tables().forEach(table -> byName.put(table.table(), table));
        return byName;
    }

    /** A table that one side does not have, as the other side defines it. */
    private static TableContent empty(TableContent like) {
        return TableContent.of(like.table(), like.columns(), like.key(), List.of());
    }

    private static FileDiff files(List<ArchivedFile> from, List<ArchivedFile> to) {
        Map<String, String> left = digests(from);
        Map<String, String> right = digests(to);
        return new FileDiff(
                right.keySet().stream().filter(key -> !left.containsKey(key)).toList(),
                left.keySet().stream().filter(key -> !right.containsKey(key)).toList(),
                right.keySet().stream()
                        .filter(key -> left.containsKey(key) && !left.get(key).equals(right.get(key)))
                        .toList());
    }

    private static Map<String, String> digests(List<ArchivedFile> files) {
        Map<String, String> digests = new TreeMap<>();
        files.forEach(file -> digests.put(file.key(), file.sha256()));
        return digests;
    }
}
