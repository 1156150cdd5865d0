package io.marquee.workhorse.tracking.upkeep;

import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The pipeline task {@code backup_experiments}: backs up everything, or the experiment whose id is the parameter
 * {@code experiment}. */
@ApplicationScoped
public class BackupExperimentsOperator implements TaskOperator {

    private final BackupService backups;

    BackupExperimentsOperator(BackupService backups) {
        this.backups = backups;
    }

    @Override
    public String name() {
        return "backup_experiments";
    }

    @Override
    public Map<String, Object> run(TaskContext context) {
        Backup backup = backups.make(context.optional("experiment").orElse(null));
        return Map.of("backup", backup.name(), "bytes", backup.bytes());
    }
}
