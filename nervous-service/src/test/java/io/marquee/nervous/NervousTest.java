package io.marquee.nervous;

import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.event.Event;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.localstack.testing.PatientSql;
import io.marquee.nervous.baseline.ChampionService;
import io.marquee.nervous.drift.DriftService;
import io.marquee.nervous.drift.statistics.DriftReport;
import io.marquee.nervous.performance.ErrorReport;
import io.marquee.nervous.performance.PerformanceService;
import io.marquee.platform.event.EventPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The whole service on a real PostgreSQL and a real Kafka, with stand-ins for registry and orchestrator. */
@QuarkusTestResource(
        value = LocalStackResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,kafka"))
@QuarkusTestResource(NeighboursResource.class)
public abstract class NervousTest {

    /** Of this test alone, so that events of another test that are still under way do no harm. */
    protected final String modelName = "model-" + UUID.randomUUID().toString().substring(0, 8);

    protected Neighbours neighbours;

    @Inject
    protected EventPublisher publisher;

    @Inject
    protected AgroalDataSource dataSource;

    @Inject
    protected ChampionService champions;

    @Inject
    protected DriftService drift;

    @Inject
    protected PerformanceService performance;

    @BeforeEach
    void startFromNothing() throws SQLException {
        neighbours.reset();
        eventually().until(() -> champions.champions().isEmpty());
        execute("""
                TRUNCATE monitoring.prediction_event, monitoring.interaction, monitoring.event_journal,
                         monitoring.retraining_request, monitoring.raised_alert, monitoring.received_alert
                CASCADE""");
    }

    @AfterEach
    void leaveNoChampion() {
        neighbours.reset();
    }

    protected static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
    }

    protected void publish(Event event) {
        publisher.publishAndWait(event);
    }

    /** Makes version of this test's model the champion and waits until it is watched. */
    protected void serve(int version) {
        neighbours.champion(TestTraffic.baseline(modelName, runId(version)), version);
        publish(TestTraffic.championSet(modelName, version));
        eventually()
                .until(() -> driftReport().isPresent()
                        && driftReport().orElseThrow().model().version() == version);
    }

    protected static String runId(int version) {
        return String.format("%032x", version);
    }

    protected Optional<DriftReport> driftReport() {
        return drift.reports().stream()
                .filter(report -> report.model().name().equals(modelName))
                .findFirst();
    }

    protected Optional<ErrorReport> errorReport() {
        return performance.reports().stream()
                .filter(report -> report.model().name().equals(modelName))
                .findFirst();
    }

    protected void publishAll(List<? extends Event> events) {
        events.stream()
                .map(event -> publisher.publish(event).toCompletableFuture())
                .toList()
                .forEach(CompletableFuture::join);
    }

    protected void execute(String sql) throws SQLException {
        PatientSql.execute(dataSource, sql);
    }

    protected long count(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
