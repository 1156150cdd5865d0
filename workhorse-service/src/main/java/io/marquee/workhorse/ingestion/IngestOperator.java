package io.marquee.workhorse.ingestion;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The pipeline task {@code ingest}: reads a source into the catalogue. Parameters as of the HTTP request: {@code source},
 * {@code source_uri} (or {@code path}), {@code options} and {@code dry_run}.
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
        IngestionService.Started started = ingestions.start(request(context), dryRun(context));
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

    private static IngestionRequest request(TaskContext context) {
        Optional<String> uri = context.optional("source_uri").or(() -> context.optional("path"));
        return new IngestionRequest(context.required("source"), uri.orElse(null), options(context));
    }

    private static Map<String, Object> options(TaskContext context) {
        Object options = context.conf().getOrDefault("options", context.params().getOrDefault("options", Map.of()));
        if (!(options instanceof Map<?, ?> map)) {
            throw ProblemException.invalid("options", options, "must be names with values");
        }
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    private static boolean dryRun(TaskContext context) {
        String text = context.optional("dry_run").orElse("false");
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ProblemException.invalid("dry_run", text, "must be true or false");
        };
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
