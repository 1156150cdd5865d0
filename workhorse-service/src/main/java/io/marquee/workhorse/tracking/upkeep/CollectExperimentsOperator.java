package io.marquee.workhorse.tracking.upkeep;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/** The pipeline task {@code collect_experiments}: removes runs and experiments that were deleted long ago, and what killed
 * uploads have left. Parameters {@code max_age_days}, 30 by default, and {@code dry_run}. */
@ApplicationScoped
public class CollectExperimentsOperator implements TaskOperator {

    private final UpkeepService upkeep;
    private final UpkeepWait wait;

    CollectExperimentsOperator(UpkeepService upkeep, UpkeepWait wait) {
        this.upkeep = upkeep;
        this.wait = wait;
    }

    @Override
    public String name() {
        return "collect_experiments";
    }

    @Override
    public Map<String, Object> run(TaskContext context) throws Exception {
        int days = context.optional("max_age_days")
                .map(CollectExperimentsOperator::days)
                .orElse(UpkeepResource.DEFAULT_AGE_DAYS);
        boolean dryRun = context.optional("dry_run").map(Boolean::parseBoolean).orElse(false);
        return wait.until(context, () -> upkeep.collect(Duration.ofDays(days), dryRun));
    }

    private static int days(String text) {
        if (!text.matches("\\d{1,5}")) {
            throw ProblemException.invalid("max_age_days", text, "must be a whole number of days");
        }
        return Integer.parseInt(text);
    }
}
