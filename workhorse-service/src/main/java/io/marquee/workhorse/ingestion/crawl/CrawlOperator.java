package io.marquee.workhorse.ingestion.crawl;

import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The pipeline task {@code crawl}: crawls an API and ingests what it sent. Parameters as in a request for a crawl. A further
 * try of the task goes on with the crawl of the try before.
 */
@ApplicationScoped
public class CrawlOperator implements TaskOperator {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final CrawlService crawls;

    CrawlOperator(CrawlService crawls) {
        this.crawls = crawls;
    }

    @Override
    public String name() {
        return "crawl";
    }

    @Override
    public Map<String, Object> run(TaskContext context) throws Exception {
        String requestedBy = context.dagId() + "/" + context.dagRunId() + "/" + context.taskId();
        Crawl crawl = begin(context, requestedBy);
        while (!crawl.state().ended()) {
            context.progress()
                    .accept("%s, %,d of %,d steps, %,d requests"
                            .formatted(
                                    crawl.phase().wireName(), crawl.stepsDone(), crawl.stepsTotal(), crawl.requests()));
            Thread.sleep(LOOK);
            crawl = crawls.get(crawl.crawlId());
        }
        if (crawl.state() != Crawl.State.SUCCEEDED) {
            throw new IllegalStateException("crawl " + crawl.crawlId() + " "
                    + crawl.state().wireName() + (crawl.error() == null ? "" : ": " + crawl.error()));
        }
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("crawl_id", crawl.crawlId());
        output.put("steps", crawl.stepsTotal());
        output.put("missing", crawl.stepsMissing());
        output.put("requests", crawl.requests());
        output.put("archive", crawl.archive());
        output.put("ingestion_id", String.valueOf(crawl.ingestionId()));
        return output;
    }

    private Crawl begin(TaskContext context, String requestedBy) {
        Optional<Crawl> earlier = crawls.findRequestedBy(requestedBy);
        if (earlier.isEmpty()) {
            Map<String, Object> request = new HashMap<>(context.params());
            // What a trigger says about other tasks is not for this one.
            request.replaceAll((name, value) -> context.conf().getOrDefault(name, value));
            String source = context.required("source");
            request.remove("source");
            return crawls.start(source, request, requestedBy);
        }
        Crawl crawl = earlier.get();
        boolean resumable = crawl.state() == Crawl.State.FAILED || crawl.state() == Crawl.State.CANCELLED;
        return resumable ? crawls.resume(crawl.crawlId()) : crawl;
    }
}
