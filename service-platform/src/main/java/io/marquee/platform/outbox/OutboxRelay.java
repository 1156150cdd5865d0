package io.marquee.platform.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.marquee.platform.event.EventPublisher;
import io.marquee.platform.event.OutgoingEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Empties the outbox: reads rows in their order, publishes them, deletes those that the broker has. Rows are locked while
 * they travel, and one batch is under way at a time per database, so that two instances keep the order too.
 */
@ApplicationScoped
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private record Row(long seq, OutgoingEvent event) {}

    private final AgroalDataSource dataSource;
    private final EventPublisher publisher;
    private final ObjectMapper json;
    private final OutboxConfig config;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("outbox-relay").daemon().factory());
    private final AtomicBoolean kicked = new AtomicBoolean();

    OutboxRelay(AgroalDataSource dataSource, EventPublisher publisher, ObjectMapper json, OutboxConfig config) {
        this.dataSource = dataSource;
        this.publisher = publisher;
        this.json = json;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (config.schema().isPresent()) {
            kick();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        worker.shutdown();
        if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn(
                    "the outbox relay did not stop within 10 s; what it had not finished is sent again at the next start");
        }
    }

    @Scheduled(every = "${marquee.outbox.interval:1s}", delayed = "1s", executeWith = Scheduled.SIMPLE)
    void lookAround() {
        if (config.schema().isPresent()) {
            kick();
        }
    }

    /** Asks for the outbox to be emptied soon; cheap, from any thread. */
    void kick() {
        if (kicked.compareAndSet(false, true)) {
            try {
                worker.execute(this::drain);
            } catch (RejectedExecutionException e) {
                LOG.debug("the relay has stopped; the rows wait for the next start");
            }
        }
    }

    /** The table's qualified name. */
    String table() {
        return config.schema().orElseThrow(() -> new IllegalStateException("marquee.outbox.schema is not set"))
                + ".outbox";
    }

    private void drain() {
        kicked.set(false);
        try {
            while (sendBatch() == config.batchSize()) {
                LOG.debug("a full batch has left the outbox, looking for more");
            }
        } catch (SQLException | CompletionException | JsonProcessingException e) {
            LOG.warnf("the outbox waits, it could not be emptied: %s", e.getMessage());
        }
    }

    private int sendBatch() throws SQLException, JsonProcessingException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                List<Row> rows = lockOldest(connection);
                CompletableFuture.allOf(rows.stream()
                                .map(row -> publisher.publish(row.event()).toCompletableFuture())
                                .toArray(CompletableFuture[]::new))
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join();
                delete(connection, rows);
                connection.commit();
                return rows.size();
            } catch (SQLException | RuntimeException | JsonProcessingException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private List<Row> lockOldest(Connection connection) throws SQLException, JsonProcessingException {
        List<Row> rows = new ArrayList<>();
        String select = "SELECT seq, topic, key, payload, headers FROM " + table() + " ORDER BY seq LIMIT "
                + config.batchSize() + " FOR UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(select);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(new Row(
                        result.getLong(1),
                        new OutgoingEvent(
                                result.getString(2),
                                result.getString(3),
                                result.getBytes(4),
                                json.readValue(result.getString(5), HEADERS))));
            }
        }
        return rows;
    }

    private void delete(Connection connection, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM " + table() + " WHERE seq = ANY(?)")) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", rows.stream().map(Row::seq).toArray()));
            statement.executeUpdate();
        }
    }
}
