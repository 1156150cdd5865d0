package io.marquee.controltower.orchestration.definition;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a DAG file. Key names are Airflow's where Airflow has them; a key that is not known is an error. */
public final class DagFileParser {

    private static final String[] DAG_KEYS = {
        "dag_id",
        "description",
        "schedule",
        "timezone",
        "tags",
        "owner",
        "max_active_runs",
        "max_active_tasks",
        "catchup",
        "is_paused_upon_creation",
        "default_args",
        "tasks"
    };
    private static final String[] TASK_KEYS = {
        "task_id", "operator", "params", "depends_on", "retries", "retry_delay", "execution_timeout"
    };
    private static final String[] TRY_KEYS = {"retries", "retry_delay", "execution_timeout"};

    /** How a task is tried when neither it nor its DAG says so. */
    public record Defaults(
            int retries, Duration retryDelay, @Nullable Duration executionTimeout) {}

    private final Defaults defaults;

    public DagFileParser(Defaults defaults) {
        this.defaults = defaults;
    }

    /**
     * Reads the one DAG in that text.
     *
     * @throws InvalidDagFileException when anything about it is wrong, with the line
     */
    public Dag parse(String yaml) throws InvalidDagFileException {
        YamlMapping file = YamlMapping.parse(yaml);
        file.allowOnly(DAG_KEYS);
        if (file.flag("catchup", false)) {
            throw new InvalidDagFileException(
                    file.line("catchup"), "'catchup' must be false: only the newest missed run is made up for");
        }
        Defaults own = tryDefaults(file.mapping("default_args"), defaults, true);
        List<TaskDefinition> tasks = tasks(file, own);
        Schedule schedule = schedule(file);
        try {
            return new Dag(
                    file.text("dag_id"),
                    file.optionalText("description").orElse(null),
                    schedule,
                    file.texts("tags"),
                    file.optionalText("owner").orElse("marquee"),
                    file.number("max_active_runs", 1),
                    file.number("max_active_tasks", 16),
                    file.flag("is_paused_upon_creation", false),
                    tasks);
        } catch (IllegalArgumentException e) {
            throw new InvalidDagFileException(lineOfComplaint(file, e.getMessage()), e.getMessage());
        }
    }

    private static List<TaskDefinition> tasks(YamlMapping file, Defaults defaults) throws InvalidDagFileException {
        List<TaskDefinition> tasks = new ArrayList<>();
        Map<String, YamlMapping> byId = new HashMap<>();
        for (YamlMapping entry : file.mappings("tasks")) {
            TaskDefinition task = task(entry, defaults);
            YamlMapping first = byId.putIfAbsent(task.taskId(), entry);
            if (first != null) {
                throw new InvalidDagFileException(
                        entry.line("task_id"),
                        "task id '" + task.taskId() + "' is used twice, first in line " + first.line("task_id"));
            }
            tasks.add(task);
        }
        for (TaskDefinition task : tasks) {
            for (String dependency : task.dependsOn()) {
                if (!byId.containsKey(dependency)) {
                    throw new InvalidDagFileException(
                            byId.get(task.taskId()).line("depends_on"),
                            "task '" + task.taskId() + "' depends on unknown task '" + dependency + "'");
                }
            }
        }
        return tasks;
    }

    private static TaskDefinition task(YamlMapping entry, Defaults defaults) throws InvalidDagFileException {
        entry.allowOnly(TASK_KEYS);
        Defaults tries = tryDefaults(entry, defaults, false);
        try {
            return new TaskDefinition(
                    entry.text("task_id"),
                    entry.text("operator"),
                    entry.mapping("params").values(),
                    entry.texts("depends_on"),
                    tries.retries(),
                    tries.retryDelay(),
                    tries.executionTimeout());
        } catch (IllegalArgumentException e) {
            throw new InvalidDagFileException(entry.line(), e.getMessage());
        }
    }

    private static Defaults tryDefaults(YamlMapping entry, Defaults outer, boolean strict)
            throws InvalidDagFileException {
        if (strict) {
            entry.allowOnly(TRY_KEYS);
        }
        return new Defaults(
                entry.number("retries", outer.retries()),
                Objects.requireNonNull(entry.duration("retry_delay", outer.retryDelay())),
                entry.duration("execution_timeout", outer.executionTimeout()));
    }

    private static @Nullable Schedule schedule(YamlMapping file) throws InvalidDagFileException {
        ZoneId zone;
        try {
            zone = ZoneId.of(file.optionalText("timezone").orElse("UTC"));
        } catch (DateTimeException e) {
            throw new InvalidDagFileException(
                    file.line("timezone"), "'timezone' is not known: '" + file.text("timezone") + "'");
        }
        Optional<String> expression = file.optionalText("schedule");
        try {
            return expression.isEmpty() ? null : new Schedule(expression.get(), zone);
        } catch (IllegalArgumentException e) {
            throw new InvalidDagFileException(file.line("schedule"), e.getMessage());
        }
    }

    /** The line of the key that the message quotes first, if any. */
    private static int lineOfComplaint(YamlMapping file, String message) {
        for (String key : DAG_KEYS) {
            if (message.startsWith("'" + key + "'")) {
                return file.line(key);
            }
        }
        return file.line("tasks");
    }
}
