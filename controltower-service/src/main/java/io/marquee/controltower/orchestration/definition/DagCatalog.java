package io.marquee.controltower.orchestration.definition;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The DAGs that may be run now. A file that breaks keeps its last good DAG, marked, so that a typo stops no schedule; a file
 * that goes away takes its DAG along. Thread-safe.
 */
public final class DagCatalog {

    /**
     * A DAG and where it comes from.
     *
     * @param parsedAt when this content was first read
     * @param broken whether the file has changed since and cannot be read now
     */
    public record Entry(Dag dag, String fileName, Instant parsedAt, boolean broken) {}

    /** A file that cannot be used, and since when that is known. */
    public record Fault(int number, String fileName, String message, Instant since) {}

    private record State(Map<String, Entry> dags, List<Fault> faults, Instant readAt) {}

    private final DagFolder folder;
    private final Clock clock;
    private volatile State state = new State(Map.of(), List.of(), Instant.EPOCH);

    public DagCatalog(DagFolder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Reads the folder again.
     *
     * @return whether DAGs or faults are different from before
     */
    public synchronized boolean refresh() {
        Instant now = clock.instant();
        State before = state;
        DagFolder.Contents contents = folder.read();
        Map<String, Entry> dags = new TreeMap<>();
        for (DagFolder.LoadedDag loaded : contents.dags()) {
            Entry known = before.dags().get(loaded.dag().dagId());
            boolean same = known != null && known.dag().equals(loaded.dag());
            dags.put(
                    loaded.dag().dagId(),
                    new Entry(loaded.dag(), loaded.fileName(), same ? known.parsedAt() : now, false));
        }
        for (DagFolder.ImportError error : contents.errors()) {
            before.dags().values().stream()
                    .filter(known -> known.fileName().equals(error.fileName()))
                    .forEach(known -> dags.putIfAbsent(
                            known.dag().dagId(), new Entry(known.dag(), known.fileName(), known.parsedAt(), true)));
        }
        List<Fault> faults = faults(contents.errors(), before.faults(), now);
        state = new State(Map.copyOf(dags), faults, now);
        return !state.dags().equals(before.dags()) || !faults.equals(before.faults());
    }

    /** The DAG with that id. */
    public Optional<Entry> find(String dagId) {
        return Optional.ofNullable(state.dags().get(dagId));
    }

    /** All DAGs, by id. */
    public List<Entry> all() {
        return List.copyOf(new TreeMap<>(state.dags()).values());
    }

    /** The files that cannot be used. */
    public List<Fault> faults() {
        return state.faults();
    }

    /** When the folder was last read. */
    public Instant readAt() {
        return state.readAt();
    }

    private static List<Fault> faults(List<DagFolder.ImportError> errors, List<Fault> before, Instant now) {
        List<Fault> faults = new ArrayList<>();
        int next = before.stream().mapToInt(Fault::number).max().orElse(0) + 1;
        for (DagFolder.ImportError error : errors) {
            Optional<Fault> known = before.stream()
                    .filter(fault -> fault.fileName().equals(error.fileName())
                            && fault.message().equals(error.message()))
                    .findFirst();
            faults.add(known.isPresent() ? known.get() : new Fault(next++, error.fileName(), error.message(), now));
        }
        return List.copyOf(faults);
    }
}
