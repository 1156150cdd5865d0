package io.marquee.workhorse.tracking.webhook;

import io.marquee.workhorse.tracking.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Webhooks by their table. */
@ApplicationScoped
class WebhookTable {

    private static final String SELECT =
            "SELECT w.no, w.webhook_id, w.name, w.description, w.url, w.kind, w.status, w.secret,"
                    + " w.disabled_reason, w.creation_time, w.last_update_time,"
                    + " ARRAY(SELECT e.event FROM tracking.webhook_event e WHERE e.webhook_no = w.no) FROM tracking.webhook w ";

    private final Sql sql;

    WebhookTable(Sql sql) {
        this.sql = sql;
    }

    /** Adds one, whose {@code no} is of no meaning; inside a transaction. */
    void add(Webhook webhook) {
        long no = sql.first(
                        row -> row.getLong(1),
                        "INSERT INTO tracking.webhook (webhook_id, name, description, url, kind, status, secret,"
                                + " creation_time, last_update_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING no",
                        webhook.id(),
                        webhook.name(),
                        webhook.description(),
                        webhook.url(),
                        webhook.kind().name(),
                        webhook.status().name(),
                        webhook.closedSecret(),
                        webhook.creationTime(),
                        webhook.lastUpdateTime())
                .orElseThrow();
        addEvents(no, webhook.events());
    }

    /** Writes everything of one but its kind and creation; inside a transaction. */
    void update(Webhook webhook) {
        sql.update(
                "UPDATE tracking.webhook SET name = ?, description = ?, url = ?, status = ?, secret = ?,"
                        + " disabled_reason = ?, last_update_time = ? WHERE no = ?",
                webhook.name(),
                webhook.description(),
                webhook.url(),
                webhook.status().name(),
                webhook.closedSecret(),
                webhook.disabledReason(),
                webhook.lastUpdateTime(),
                webhook.no());
        sql.update("DELETE FROM tracking.webhook_event WHERE webhook_no = ?", webhook.no());
        addEvents(webhook.no(), webhook.events());
    }

    private void addEvents(long no, Set<WebhookEvent> events) {
        sql.update(
                "INSERT INTO tracking.webhook_event (webhook_no, event) SELECT ?, * FROM unnest(?)",
                no,
                events.stream().map(WebhookEvent::name).toArray(String[]::new));
    }

    Optional<Webhook> find(String id) {
        return sql.first(WebhookTable::read, SELECT + "WHERE w.webhook_id = ?", id);
    }

    /** The same, locked until the transaction ends. */
    Optional<Webhook> findLocked(String id) {
        return sql.first(WebhookTable::read, SELECT + "WHERE w.webhook_id = ? FOR UPDATE OF w", id);
    }

    /** Those after that one, oldest first. */
    List<Webhook> list(long after, int limit) {
        return sql.list(WebhookTable::read, SELECT + "WHERE w.no > ? ORDER BY w.no LIMIT ?", after, limit);
    }

    /** Those that are to be told of that. */
    List<Webhook> activeFor(WebhookEvent event) {
        return sql.list(
                WebhookTable::read,
                SELECT + "JOIN tracking.webhook_event wanted ON wanted.webhook_no = w.no"
                        + " WHERE wanted.event = ? AND w.status = 'ACTIVE' ORDER BY w.no",
                event.name());
    }

    boolean remove(String id) {
        return sql.update("DELETE FROM tracking.webhook WHERE webhook_id = ?", id) == 1;
    }

    private static Webhook read(ResultSet row) throws SQLException {
        Set<WebhookEvent> events = EnumSet.noneOf(WebhookEvent.class);
        Arrays.stream((String[]) row.getArray(12).getArray())
                .map(WebhookEvent::valueOf)
                .forEach(events::add);
        @Nullable String description = row.getString(4);
        @Nullable String secret = row.getString(8);
        @Nullable String disabledReason = row.getString(9);
        return new Webhook(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                description,
                row.getString(5),
                Webhook.Kind.valueOf(row.getString(6)),
                events,
                Webhook.Status.valueOf(row.getString(7)),
                secret,
                disabledReason,
                row.getLong(10),
                row.getLong(11));
    }
}
