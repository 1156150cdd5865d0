package io.marquee.cli.data.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.command.JobWatch;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Progress;

/** Work on snapshots, which workhorse does one job after the other. */
final class SnapshotJobs {

    static final String PATH = "/api/v1/snapshots";

    private final Session session;
    private final HttpJson workhorse;

    SnapshotJobs(Session session, HttpJson workhorse) {
        this.session = session;
        this.workhorse = workhorse;
    }

    /**
     * Waits for the end of a job.
     *
     * @param started what the service answered when it was asked to start it
     * @return the job as it ended
     * @throws CommandFailedException when it failed, with the reason
     */
    JsonNode watch(String label, JsonNode started) {
        String id = started.path("job_id").asText();
        return new JobWatch(session.screen())
                .untilSucceeded(
                        label,
                        "./marquee data snapshot list",
                        () -> workhorse.get(PATH + "/jobs/" + Paths.segment(id)),
                        SnapshotJobs::show);
    }

    private static void show(JsonNode job, Progress progress) {
        long rows = job.path("rows").asLong();
        long total = job.path("rows_total").asLong();
        String text = job.path("phase").asText();
        if (rows > 0) {
            text += ", " + Figures.count(rows, "row") + ", "
                    + Figures.bytes(job.path("bytes").asLong());
        }
        if (total > 0) {
            progress.at((double) rows / total, text);
        } else {
            progress.at(text);
        }
    }
}
