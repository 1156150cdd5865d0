package io.marquee.workhorse.job;

import java.io.IOException;
import java.sql.SQLException;

/** What a job does. */
@FunctionalInterface
public interface JobWork {

    /**
     * Does it, and ends the job by one of the {@code end} methods of {@link JobRunner}; what it throws makes the job fail.
     *
     * @throws InterruptedException when it was stopped
     */
    void run(String jobId, JobProgress progress) throws InterruptedException, SQLException, IOException;
}
