package io.marquee.controltower.orchestration.schedule;

import io.marquee.controltower.orchestration.definition.Dag;
import io.marquee.controltower.orchestration.definition.DagCatalog;
import io.marquee.controltower.orchestration.definition.Schedule;
import io.marquee.controltower.orchestration.execution.Launch;
import io.marquee.controltower.orchestration.execution.PauseSwitch;
import io.marquee.controltower.orchestration.execution.RunLauncher;
import io.marquee.controltower.orchestration.execution.RunRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/**
 * Creates the run that a schedule asks for. Quartz lets one instance of the cluster do so; should two do it all the same, the
 * run's id is made from the time it is for, and the second changes nothing.
 */
@ApplicationScoped
public class ScheduledRunJob implements Job {

    static final String DAG_ID = "dag_id";

    private static final Logger LOG = Logger.getLogger(ScheduledRunJob.class);

    private final DagCatalog catalog;
    private final PauseSwitch pauses;
    private final RunLauncher launcher;

    ScheduledRunJob(DagCatalog catalog, PauseSwitch pauses, RunLauncher launcher) {
        this.catalog = catalog;
        this.pauses = pauses;
        this.launcher = launcher;
    }

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        String dagId = context.getMergedJobDataMap().getString(DAG_ID);
        Dag dag = catalog.find(dagId).map(DagCatalog.Entry::dag).orElse(null);
        Schedule schedule = dag == null ? null : dag.schedule();
        if (dag == null || schedule == null) {
            LOG.infof("DAG %s has no schedule any more", dagId);
            return;
        }
        // A firing that was missed comes late; the run is for the time that it was due, and only for the newest one.
        Instant firedAt = context.getScheduledFireTime().toInstant();
        Instant due = schedule.lastUpTo(firedAt).orElse(firedAt);
        if (pauses.isPaused(dag)) {
            LOG.debugf("DAG %s is paused: no run for %s", dagId, due);
            return;
        }
        switch (launcher.launch(dag, RunRequest.scheduled(due))) {
            case Launch.Launched launched ->
                LOG.infof("scheduled %s", launched.run().run().key());
            case Launch.DuplicateRunId duplicate -> LOG.debugf("%s exists already", duplicate.run());
            case Launch.DuplicateLogicalDate duplicate ->
                LOG.infof("%s is for %s already", duplicate.run(), duplicate.logicalDate());
        }
    }
}
