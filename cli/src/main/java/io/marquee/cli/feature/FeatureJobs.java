package io.marquee.cli.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.command.JobWatch;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Progress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Work on features that workhorse does beside the request. */
final class FeatureJobs {

    private static final String PATH = FeatureCommand.PATH + "/jobs";
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}) % of");

    private final Session session;
    private final HttpJson workhorse;

    FeatureJobs(Session session, HttpJson workhorse) {
        this.session = session;
        this.workhorse = workhorse;
    }

    /**
     * Starts a job and waits for its end.
     *
     * @param label what is done, for the progress
     * @return the job as it ended
     * @throws CommandFailedException when it failed, with the reason
     */
    JsonNode run(String label, Object request) {
        String id = workhorse.post(PATH, request).path("job_id").asText();
        return new JobWatch(session.screen())
                .untilSucceeded(
                        label,
                        "./marquee features list",
                        () -> workhorse.get(PATH + "/" + Paths.segment(id)),
                        FeatureJobs::show);
    }

    private static void show(JsonNode job, Progress progress) {
        String step = job.path("step").asText();
        Matcher percent = PERCENT.matcher(step);
        if (percent.find()) {
            progress.at(Integer.parseInt(percent.group(1)) / 100.0, step);
        } else {
            progress.at(step);
        }
    }
}
