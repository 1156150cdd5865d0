package io.marquee.controltower.orchestration.schedule;

import io.marquee.controltower.orchestration.definition.DagCatalog;
import io.marquee.controltower.orchestration.definition.Schedule;
import io.marquee.controltower.orchestration.execution.OrchestrationLoop.DagsRead;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.jboss.logging.Logger;
import org.quartz.CronExpression;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/** Makes Quartz' triggers what the DAG files say: one per DAG with a schedule, two where cron restricts both kinds of day. */
@ApplicationScoped
class DagScheduler {

    private static final Logger LOG = Logger.getLogger(DagScheduler.class);

    /** Group of our jobs and triggers in the job store. */
    static final String GROUP = "dags";

    private record Wanted(String dagId, String expression, TimeZone zone) {}

    private final Scheduler quartz;
    private final DagCatalog catalog;
    private Map<TriggerKey, Wanted> inPlace = Map.of();

    DagScheduler(Scheduler quartz, DagCatalog catalog) {
        this.quartz = quartz;
        this.catalog = catalog;
    }

    /** After each reading of the DAG files; what failed last time is tried again. */
    synchronized void onDagsRead(@Observes DagsRead event) {
        Map<TriggerKey, Wanted> wanted = wanted();
        if (wanted.equals(inPlace)) {
            return;
        }
        try {
            remove(wanted);
            for (Map.Entry<TriggerKey, Wanted> entry : wanted.entrySet()) {
                put(entry.getKey(), entry.getValue());
            }
            inPlace = wanted;
        } catch (SchedulerException | ParseException e) {
            LOG.warnf(e, "the schedules could not be put in place, trying again");
        }
    }

    private Map<TriggerKey, Wanted> wanted() {
        Map<TriggerKey, Wanted> wanted = new LinkedHashMap<>();
        for (DagCatalog.Entry entry : catalog.all()) {
            Schedule schedule = entry.dag().schedule();
            if (schedule == null) {
                continue;
            }
            List<String> expressions = schedule.quartzExpressions();
            for (int i = 0; i < expressions.size(); i++) {
                wanted.put(
                        new TriggerKey(entry.dag().dagId() + "#" + i, GROUP),
                        new Wanted(entry.dag().dagId(), expressions.get(i), TimeZone.getTimeZone(schedule.zone())));
            }
        }
        return wanted;
    }

    private void remove(Map<TriggerKey, Wanted> wanted) throws SchedulerException {
        for (TriggerKey key : quartz.getTriggerKeys(GroupMatcher.triggerGroupEquals(GROUP))) {
            if (!wanted.containsKey(key)) {
                quartz.unscheduleJob(key);
            }
        }
    }

    private void put(TriggerKey key, Wanted wanted) throws SchedulerException, ParseException {
        Trigger present = quartz.getTrigger(key);
        if (present instanceof CronTrigger cron
                && cron.getCronExpression().equals(wanted.expression())
                && cron.getTimeZone().equals(wanted.zone())) {
            // Left alone, so that a firing missed while the service was down is made up for.
            return;
        }
        JobDetail job = JobBuilder.newJob(ScheduledRunJob.class)
                .withIdentity(new JobKey(wanted.dagId(), GROUP))
                .usingJobData(ScheduledRunJob.DAG_ID, wanted.dagId())
                .requestRecovery()
                .storeDurably()
                .build();
        CronExpression expression = new CronExpression(wanted.expression());
        expression.setTimeZone(wanted.zone());
        Trigger trigger = TriggerBuilder.newTrigger()
                .withIdentity(key)
                .forJob(job)
                .withSchedule(CronScheduleBuilder.cronSchedule(expression)
                        .inTimeZone(wanted.zone())
                        .withMisfireHandlingInstructionFireAndProceed())
                .build();
        quartz.addJob(job, true);
        if (present == null) {
            quartz.scheduleJob(trigger);
        } else {
            quartz.rescheduleJob(key, trigger);
        }
        LOG.infof(
                "DAG %s runs at %s %s",
                wanted.dagId(), wanted.expression(), wanted.zone().getID());
    }
}
