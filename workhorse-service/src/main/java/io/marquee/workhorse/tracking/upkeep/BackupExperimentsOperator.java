package io.marquee.workhorse.tracking.upkeep;

import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The pipeline task {@code backup_experiments}: backs up everything, or the experiment whose id is the parameter
 * {@code experiment}. */
@ApplicationScoped
public class BackupExperimentsOperator implements TaskOperator {

    private final UpkeepService upkeep;
    private final UpkeepWait wait;

    BackupExperimentsOperator(UpkeepService upkeep, UpkeepWait wait) {
        this.upkeep = upkeep;
        this.wait = wait;
    }

    @Override
    public String name() {
        return "backup_experiments";
    }

    @Override
    public Map<String, Object> run(TaskContext context) throws Exception {
        String experiment = context.optional("experiment").orElse(null);
        return wait.until(context, () -> upkeep.backUp(experiment));
    }
}
