package io.marquee.workhorse.ingestion;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The pipeline task {@code ingest}: reads a folder into the catalogue. Parameters {@code source} (movielens, standard) and
 * {@code path}.
 */
@ApplicationScoped
public class IngestOperator implements TaskOperator {

    private final IngestionService ingestions;

    IngestOperator(IngestionService ingestions) {
        this.ingestions = ingestions;
    }

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public Map<String, Object> run(TaskContext context) throws Exception {
        Source source = source(context.required("source"));
        IngestionService.Started started = ingestions.start(source, context.required("path"));
        while (!ended(started.end())) {
            Ingestion now = ingestions.get(started.ingestionId());
            context.progress()
                    .accept("%.0f %%, %,d rows read"
                            .formatted(
                                    100 * now.progress(),
                                    now.movies().read() + now.ratings().read()));
        }
        Ingestion ended = ingestions.get(started.ingestionId());
        if (ended.state() != Ingestion.State.SUCCEEDED) {
            throw new IllegalStateException(ended.error());
        }
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("ingestion_id", ended.ingestionId());
        output.put("movies_accepted", ended.movies().accepted());
        output.put("movies_rejected", ended.movies().rejected());
        output.put("ratings_accepted", ended.ratings().accepted());
        output.put("ratings_rejected", ended.ratings().rejected());
        return output;
    }

    private static Source source(String text) {
        try {
            return Source.fromWire(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("source", text, "must be movielens or standard");
        }
    }

    private static boolean ended(Future<?> end) throws Exception {
        try {
            end.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
