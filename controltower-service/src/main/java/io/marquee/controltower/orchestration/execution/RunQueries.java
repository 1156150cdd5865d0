package io.marquee.controltower.orchestration.execution;

import io.marquee.contract.event.TaskNews.LogLine;
import io.marquee.controltower.orchestration.definition.Dag;
import io.marquee.controltower.orchestration.run.DagRun;
import io.marquee.controltower.orchestration.run.RunKey;
import io.marquee.controltower.orchestration.run.RunState;
import io.marquee.controltower.orchestration.run.RunType;
import io.marquee.controltower.orchestration.run.TaskInstance;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads runs and tasks, for those who ask over HTTP. */
@ApplicationScoped
public class RunQueries {

    /** A page of runs, and how many there are on all pages. */
    public record RunPage(List<RunView> runs, long total) {}

    private final DagRunRepository runs;
    private final TaskInstanceRepository tasks;
    private final TaskLog log;

    RunQueries(DagRunRepository runs, TaskInstanceRepository tasks, TaskLog log) {
        this.runs = runs;
        this.tasks = tasks;
        this.log = log;
    }

    /** The run of that key. */
    @Transactional
    public Optional<RunView> find(RunKey key) {
        return runs.find(key).map(RunQueries::view);
    }

    /** The runs that pass the filter. */
    @Transactional
    public RunPage list(RunFilter filter) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> parameters = new HashMap<>();
        if (filter.dagId() != null) {
            conditions.add("dagId = :dagId");
            parameters.put("dagId", filter.dagId());
        }
        if (!filter.states().isEmpty()) {
            conditions.add("state in :states");
            parameters.put(
                    "states", filter.states().stream().map(RunState::wireName).toList());
        }
        if (!filter.types().isEmpty()) {
            conditions.add("type in :types");
            parameters.put(
                    "types", filter.types().stream().map(RunType::wireName).toList());
        }
        for (RunFilter.Range range : filter.ranges()) {
            String property = range.field().property();
            if (range.from() != null) {
                conditions.add(property + " >= :" + property + "From");
                parameters.put(property + "From", range.from());
            }
            if (range.to() != null) {
                conditions.add(property + " <= :" + property + "To");
                parameters.put(property + "To", range.to());
            }
        }
        String where = conditions.isEmpty() ? "1 = 1" : String.join(" and ", conditions);
        PanacheQuery<DagRunEntity> page = runs.find(where + " order by " + order(filter.order()), parameters);
        List<RunView> found = filter.limit() == 0
                ? List.of()
                : page.range(filter.offset(), filter.offset() + filter.limit() - 1).stream()
                        .map(RunQueries::view)
                        .toList();
        return new RunPage(found, runs.count(where, parameters));
    }

    /** All tasks of that run, in the DAG's order; empty when there is no such run. */
    @Transactional
    public Optional<List<TaskView>> tasks(RunKey key) {
        return runs.find(key).map(this::views);
    }

    /** One task of that run. */
    @Transactional
    public Optional<TaskView> task(RunKey key, String taskId) {
        return tasks(key).flatMap(all -> all.stream()
                .filter(view -> view.task().taskId().equals(taskId))
                .findFirst());
    }

    /** What was said about that try. */
    @Transactional
    public List<LogLine> log(TaskInstance task, int tryNumber) {
        return log.of(task.id(), tryNumber);
    }

    List<TaskView> views(DagRunEntity run) {
        DagRun record = run.toRecord();
        DagVersion version = run.version.toRecord();
        Dag dag = run.version.dag();
        return tasks.recordsOf(run).stream()
                .map(task ->
                        new TaskView(record, version, dag.task(task.taskId()).orElseThrow(), task))
                .toList();
    }

    private static RunView view(DagRunEntity run) {
        return new RunView(run.toRecord(), run.version.toRecord());
    }

    private static String order(List<RunFilter.Order> order) {
        List<String> terms = new ArrayList<>();
        for (RunFilter.Order term : order) {
            terms.add(term.field().property() + (term.descending() ? " desc nulls last" : " asc nulls last"));
        }
        terms.add("id");
        return String.join(", ", terms);
    }
}
