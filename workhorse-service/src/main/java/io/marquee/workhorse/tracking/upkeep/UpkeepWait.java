package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.job.Job;
import io.marquee.workhorse.job.RunningJob;
import io.marquee.workhorse.task.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Lets a pipeline task wait for the upkeep that it starts, and before that for upkeep that others have started. */
@ApplicationScoped
class UpkeepWait {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final TypeReference<Map<String, Object>> OUTPUT = new TypeReference<>() {};

    private final UpkeepService upkeep;
    private final ObjectMapper json;

    UpkeepWait(UpkeepService upkeep, ObjectMapper json) {
        this.upkeep = upkeep;
        this.json = json;
    }

    /**
     * Starts a job and waits for its end; a task that is stopped stops its job.
     *
     * @return what came out, with the job's id
     * @throws IllegalStateException when the job failed, with the reason
     */
    Map<String, Object> until(TaskContext context, Supplier<RunningJob> start)
            throws InterruptedException, JsonProcessingException {
        RunningJob started = started(context, start);
        try {
            while (!started.awaitEnd(LOOK)) {
                context.progress().accept(line(upkeep.job(started.jobId())));
            }
        } catch (InterruptedException e) {
            started.stop();
            throw e;
        }
        UpkeepJob ended = upkeep.job(started.jobId());
        if (ended.state() != Job.State.SUCCEEDED || ended.result() == null) {
            throw new IllegalStateException(ended.error());
        }
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("job_id", ended.jobId());
        output.putAll(json.readValue(ended.result(), OUTPUT));
        return output;
    }

    private static RunningJob started(TaskContext context, Supplier<RunningJob> start) throws InterruptedException {
        while (true) {
            try {
                return start.get();
            } catch (ProblemException e) {
                if (e.type() != ProblemType.CONFLICT) {
                    throw e;
                }
                context.progress().accept("waiting for other upkeep to end");
                Thread.sleep(LOOK);
            }
        }
    }

    private static String line(UpkeepJob now) {
        return String.format(
                Locale.ROOT,
                "%s, %,d of %,d, %,d of %,d bytes",
                now.phase(),
                now.objects(),
                now.objectsTotal(),
                now.bytes(),
                now.bytesTotal());
    }
}
