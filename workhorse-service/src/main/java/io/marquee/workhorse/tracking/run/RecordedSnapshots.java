package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.platform.Database;
import io.marquee.workhorse.snapshot.DataSnapshot;
import io.marquee.workhorse.snapshot.SnapshotReferences;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Snapshots that runs and model versions have on record as the data they saw, deleted runs included: these can come back. */
@ApplicationScoped
class RecordedSnapshots implements SnapshotReferences {

    private final Database database;

    RecordedSnapshots(Database database) {
        this.database = database;
    }

    @Override
    public Set<String> referenced() {
        return Set.copyOf(database.query("""
                SELECT value FROM tracking.run_tag WHERE key = ?
                UNION SELECT value FROM tracking.model_version_tag WHERE key = ?
                """, row -> row.getString(1), DataSnapshot.TAG_KEY, DataSnapshot.TAG_KEY));
    }
}
