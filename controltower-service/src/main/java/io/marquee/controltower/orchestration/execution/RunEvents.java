package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.run.DagRun;
import io.marquee.controltower.orchestration.run.RunKey;
import io.marquee.controltower.orchestration.run.RunState;
import io.marquee.controltower.orchestration.run.TaskInstance;
import io.marquee.controltower.orchestration.run.TaskState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.time.Instant;

/** Says inside this process what has changed; whoever observes it hears of it when the transaction has committed. */
@ApplicationScoped
class RunEvents {

    /** A run is in that state now. */
    record RunEntered(RunKey run, RunState state) {}

    /** A task is in that finished state now. */
    record TaskEnded(RunKey run, String taskId, TaskState state, Duration duration) {}

    private final Event<RunEntered> runEntered;
    private final Event<TaskEnded> taskEnded;

    RunEvents(Event<RunEntered> runEntered, Event<TaskEnded> taskEnded) {
        this.runEntered = runEntered;
        this.taskEnded = taskEnded;
    }

    void runEntered(DagRun run) {
        runEntered.fire(new RunEntered(run.key(), run.state()));
    }

    void taskEnded(RunKey run, TaskInstance task, Instant now) {
        Duration duration = task.duration(now);
        taskEnded.fire(new TaskEnded(run, task.taskId(), task.state(), duration == null ? Duration.ZERO : duration));
    }
}
