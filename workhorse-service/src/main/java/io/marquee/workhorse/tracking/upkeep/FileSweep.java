package io.marquee.workhorse.tracking.upkeep;

import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.storage.ObjectStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes files of runs that are not there while the store shows them, some at a time. A run that takes files is there before
 * they are, so one that is not there after its file was shown is gone.
 */
final class FileSweep implements ObjectStore.Visitor {

    private static final int BATCH = 1_000;
    private static final Pattern FILE = Pattern.compile("artifacts/(\\d{1,18})/([0-9a-f]{32})/.*", Pattern.DOTALL);

    private final Connection connection;
    private final ObjectStore store;
    private final Set<String> going;
    private final boolean dryRun;
    private final JobProgress progress;
    private final List<Owned> waiting = new ArrayList<>();
    private long files;
    private long bytes;

    /**
     * A sweep.
     *
     * @param going runs that count as gone even where they are still there
     */
    FileSweep(Connection connection, ObjectStore store, Set<String> going, boolean dryRun, JobProgress progress) {
        this.connection = connection;
        this.store = store;
        this.going = going;
        this.dryRun = dryRun;
        this.progress = progress;
    }

    /** A file with its experiment and run, {@code 7/0a1b…}. */
    private record Owned(ObjectStore.Entry file, String experiment, String run) {

        String folder() {
            return experiment + "/" + run;
        }
    }

    /** How many files went, or would. */
    record Removed(long files, long bytes) {}

    /** What is not in a run's folder is not ours to judge. */
    @Override
    public void entry(ObjectStore.Entry file) throws IOException {
        Matcher matcher = FILE.matcher(file.key());
        if (matcher.matches()) {
            waiting.add(new Owned(file, matcher.group(1), matcher.group(2)));
            if (waiting.size() == BATCH) {
                sweep();
            }
        }
    }

    /** To be called behind the last file. */
    Removed end() throws IOException {
        sweep();
        return new Removed(files, bytes);
    }

    private void sweep() throws IOException {
        Set<String> there = there();
        for (Owned owned : waiting) {
            if (!there.contains(owned.folder()) || going.contains(owned.run())) {
                if (!dryRun) {
                    store.delete(owned.file().key());
                }
                files++;
                bytes += owned.file().size();
            }
        }
        progress.moved(waiting.size(), 0);
        waiting.clear();
    }

    private Set<String> there() throws IOException {
        String[] runs = waiting.stream().map(Owned::run).distinct().toArray(String[]::new);
        try {
            return new HashSet<>(Database.query(
                    connection,
                    "SELECT r.experiment_id || '/' || r.run_id FROM tracking.run r WHERE r.run_id = ANY(?)",
                    row -> row.getString(1),
                    (Object) runs));
        } catch (SQLException e) {
            throw new IOException("the runs cannot be looked up: " + e.getMessage(), e);
        }
    }
}
