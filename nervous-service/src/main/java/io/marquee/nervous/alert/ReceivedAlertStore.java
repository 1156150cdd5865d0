package io.marquee.nervous.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.nervous.alert.AlertNotification.Alert;
import io.marquee.nervous.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Alerts as an Alertmanager sent them. What it sends again has the same group, fingerprint and start, and is the same row. */
@ApplicationScoped
public class ReceivedAlertStore {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /**
     * An alert as it stands.
     *
     * @param notifications how often it was sent
     * @param dagRunId the retraining that it set off; null when it set off none
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record ReceivedAlert(
            String alertName,
            String status,
            String groupKey,
            String fingerprint,
            Instant startsAt,
            @Nullable Instant endsAt,
            Map<String, String> labels,
            Map<String, String> annotations,
            Instant firstReceivedAt,
            Instant lastReceivedAt,
            int notifications,
            @Nullable String dagRunId) {}

    private final Database database;
    private final ObjectMapper json;

    ReceivedAlertStore(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Stores the alert, or notes that it came again, and returns it as it stands now. */
    ReceivedAlert store(AlertNotification notification, Alert alert, Instant now) {
        return database.query(
                        """
                        INSERT INTO monitoring.received_alert
                          (group_key, fingerprint, starts_at, ends_at, status, alert_name, receiver, labels, annotations,
                           first_received_at, last_received_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
                        ON CONFLICT (group_key, fingerprint, starts_at) DO UPDATE
                          SET status = excluded.status, ends_at = excluded.ends_at,
                              annotations = excluded.annotations, last_received_at = excluded.last_received_at,
                              notifications = received_alert.notifications + 1
                        RETURNING *""",
                        this::read,
                        notification.groupKey(),
                        alert.fingerprint(),
                        alert.startsAt().toInstant(),
                        alert.ended(),
                        alert.status().name(),
                        alert.name(),
                        notification.receiver(),
                        text(alert.labels()),
                        text(alert.annotations()),
                        now,
                        now)
                .getFirst();
    }

    /** Notes which retraining the alert has set off. */
    void triggered(ReceivedAlert alert, String dagRunId) {
        database.update("""
                UPDATE monitoring.received_alert SET dag_run_id = ?
                WHERE group_key = ? AND fingerprint = ? AND starts_at = ?""", dagRunId, alert.groupKey(), alert.fingerprint(), alert.startsAt());
    }

    List<ReceivedAlert> newest(int limit) {
        return database.query(
                "SELECT * FROM monitoring.received_alert ORDER BY last_received_at DESC LIMIT ?", this::read, limit);
    }

    private String text(Map<String, String> map) {
        try {
            return json.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + map, e);
        }
    }

    private ReceivedAlert read(ResultSet row) throws SQLException {
        try {
            return new ReceivedAlert(
                    row.getString("alert_name"),
                    row.getString("status").toLowerCase(Locale.ROOT),
                    row.getString("group_key"),
                    row.getString("fingerprint"),
                    Objects.requireNonNull(Database.instant(row, "starts_at")),
                    Database.instant(row, "ends_at"),
                    json.readValue(row.getString("labels"), TEXTS),
                    json.readValue(row.getString("annotations"), TEXTS),
                    Objects.requireNonNull(Database.instant(row, "first_received_at")),
                    Objects.requireNonNull(Database.instant(row, "last_received_at")),
                    row.getInt("notifications"),
                    row.getString("dag_run_id"));
        } catch (JsonProcessingException e) {
            throw new SQLException("a stored alert cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
