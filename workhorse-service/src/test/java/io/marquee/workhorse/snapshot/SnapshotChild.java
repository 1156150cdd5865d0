package io.marquee.workhorse.snapshot;

import io.marquee.workhorse.job.JobProgress;
import io.marquee.workhorse.snapshot.SnapshotWriter.Request;
import io.marquee.workhorse.storage.FileObjectStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;

/** A process of its own that takes or restores a snapshot, to be killed while it does. */
final class SnapshotChild {

    private SnapshotChild() {}

    /** Arguments: what to do, tag, database, object store, folder for work. */
    public static void main(String[] arguments) throws Exception {
        SnapshotTag tag = new SnapshotTag(arguments[1]);
        SnapshotStore store = new SnapshotStore(new FileObjectStore(Path.of(arguments[3])));
        try (Connection connection = DriverManager.getConnection(arguments[2])) {
            connection.setAutoCommit(false);
            System.out.println("ready");
            if (arguments[0].equals("create")) {
                new SnapshotWriter(store, Duration.ofHours(6), Clock.systemUTC())
                        .write(
                                connection,
                                CatalogueMoment.begin(connection),
                                new Request(tag, "child", null, true, false),
                                new JobProgress());
                connection.rollback();
            } else {
                SnapshotManifest manifest = store.get(tag);
                try (LocalChunks chunks =
                        LocalChunks.fetch(store, manifest, Path.of(arguments[4]), new JobProgress())) {
                    new SnapshotRestorer(Duration.ofSeconds(30))
                            .restore(connection, manifest, chunks, new JobProgress());
                    connection.commit();
                }
            }
        }
        System.out.println("done");
    }
}
