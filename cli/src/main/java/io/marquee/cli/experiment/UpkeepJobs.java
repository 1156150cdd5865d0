package io.marquee.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.command.JobWatch;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Progress;

/** Upkeep, which workhorse does beside the request, one job at a time. */
final class UpkeepJobs {

    static final String PATH = ExperimentCommand.UPKEEP + "/jobs";
    private static final String LOOK = "./marquee experiments jobs";

    private final Session session;
    private final HttpJson workhorse;

    UpkeepJobs(Session session, HttpJson workhorse) {
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
                .untilSucceeded(label, LOOK, () -> workhorse.get(PATH + "/" + Paths.segment(id)), UpkeepJobs::show);
    }

    private static void show(JsonNode job, Progress progress) {
        long total = job.path("bytes_total").asLong();
        long objects = job.path("objects_total").asLong();
        if (total > 0) {
            progress.at((double) job.path("bytes").asLong() / total, text(job));
        } else if (objects > 0) {
            progress.at((double) job.path("objects").asLong() / objects, text(job));
        } else {
            progress.at(text(job));
        }
    }

    /** How far a job is, for example {@code packing files, 12 of 340, 3.4 MB of 80.0 MB}. */
    static String text(JsonNode job) {
        StringBuilder text = new StringBuilder(job.path("phase").asText());
        long objects = job.path("objects").asLong();
        long objectsTotal = job.path("objects_total").asLong();
        if (objects > 0 || objectsTotal > 0) {
            text.append(", ").append(Figures.count(objects));
            if (objectsTotal > 0) {
                text.append(" of ").append(Figures.count(objectsTotal));
            }
        }
        long bytes = job.path("bytes").asLong();
        long bytesTotal = job.path("bytes_total").asLong();
        if (bytes > 0 || bytesTotal > 0) {
            text.append(", ").append(Figures.bytes(bytes));
            if (bytesTotal > 0) {
                text.append(" of ").append(Figures.bytes(bytesTotal));
            }
        }
        return text.toString();
    }
}
