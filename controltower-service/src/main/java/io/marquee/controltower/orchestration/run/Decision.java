package io.marquee.controltower.orchestration.run;

import java.time.Instant;

/** One step that the planner wants taken. Steps are taken in the order of the plan. */
public sealed interface Decision {

    /** A step that concerns one task. */
    sealed interface OfTask extends Decision {

        String taskId();

        /** The task after the step. */
        TaskInstance applyTo(TaskInstance task, RetryPolicy retries, Instant now);
    }

    /** The task may start. */
    record Schedule(String taskId) implements OfTask {
        @Override
        public TaskInstance applyTo(TaskInstance task, RetryPolicy retries, Instant now) {
            return task.schedule(now);
        }
    }

    /** Send the task's next try to the workers. */
    record Dispatch(String taskId, int tryNumber) implements OfTask {
        @Override
        public TaskInstance applyTo(TaskInstance task, RetryPolicy retries, Instant now) {
            return task.queue(now);
        }
    }

    /** The task will not run, because one it depends on failed. */
    record MarkUpstreamFailed(String taskId) implements OfTask {
        @Override
        public TaskInstance applyTo(TaskInstance task, RetryPolicy retries, Instant now) {
            return task.blockByUpstream(now);
        }
    }

    /** The task will not run, because one it depends on was skipped. */
    record Skip(String taskId) implements OfTask {
        @Override
        public TaskInstance applyTo(TaskInstance task, RetryPolicy retries, Instant now) {
            return task.skip(now);
        }
    }

    /** Nothing is heard of the task's try any more. */
    record DeclareLost(String taskId, String reason) implements OfTask {
        @Override
        public TaskInstance applyTo(TaskInstance task, RetryPolicy retries, Instant now) {
            return task.lose(reason, retries, now);
        }
    }

    /** The task's try has run longer than it may. */
    record TimeOut(String taskId, String reason) implements OfTask {
        @Override
        public TaskInstance applyTo(TaskInstance task, RetryPolicy retries, Instant now) {
            return task.fail(reason, now, retries, now);
        }
    }

    /** All tasks are finished, and so is the run. */
    record Finish(RunState outcome) implements Decision {}
}
