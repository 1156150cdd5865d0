package io.marquee.controltower.orchestration.schedule;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.marquee.controltower.orchestration.OrchestrationProfile;
import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;

/** Runs that start by the clock, through Quartz' clustered job store. */
@QuarkusTest
@TestProfile(OrchestrationProfile.class)
@WithTestResource(
        value = LocalStackResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,redis,kafka"))
class ScheduledRunsTest {

    @Inject
    Scheduler quartz;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void shouldKeepOnlyTheSchedulesOfDagsInTheClusteredStore() throws SQLException {
        // When
        List<String> stored = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT trigger_group, trigger_name, cron_expression, time_zone_id"
                                + " FROM orchestration.qrtz_triggers JOIN orchestration.qrtz_cron_triggers"
                                + " USING (sched_name, trigger_group, trigger_name)"
                                + " WHERE trigger_name NOT LIKE 'now%'")) {
            while (rows.next()) {
                stored.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3) + " "
                        + rows.getString(4));
            }
        }

        // Then
        assertThat(stored).containsExactly("dags clock#0 0 30 4 ? * 2 * Asia/Seoul");
    }

    @Test
    void shouldCreateOneRunForTheTimeItWasDueWhenTheTriggerFiresLateAndTwice() throws SchedulerException {
        // Given
        Trigger weekly = quartz.getTrigger(new TriggerKey("clock#0", DagScheduler.GROUP));
        Trigger now = TriggerBuilder.newTrigger()
                .withIdentity("now-1", DagScheduler.GROUP)
                .forJob(weekly.getJobKey())
                .startAt(new Date())
                .build();

        // When
        quartz.scheduleJob(now);
        await().atMost(Duration.ofSeconds(15)).until(() -> scheduledRuns().getInt("total_entries") == 1);
        quartz.scheduleJob(now.getTriggerBuilder()
                .withIdentity("now-2", DagScheduler.GROUP)
                .build());
        await().atMost(Duration.ofSeconds(15))
                .until(() -> !quartz.checkExists(new TriggerKey("now-2", DagScheduler.GROUP)));

        // Then
        JsonPath runs = scheduledRuns();
        assertThat(runs.getInt("total_entries")).isEqualTo(1);
        String logicalDate = runs.getString("dag_runs[0].logical_date");
        assertThat(logicalDate).endsWith("T19:30:00Z");
        assertThat(runs.getString("dag_runs[0].dag_run_id"))
                .isEqualTo("scheduled__" + logicalDate.replace("Z", "+00:00"));
        assertThat(runs.getString("dag_runs[0].triggered_by")).isEqualTo("timetable");
    }

    private static JsonPath scheduledRuns() {
        return given().get("/api/v2/dags/clock/dagRuns?run_type=scheduled").jsonPath();
    }
}
