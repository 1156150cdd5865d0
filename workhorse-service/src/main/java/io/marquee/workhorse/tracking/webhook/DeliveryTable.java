package io.marquee.workhorse.tracking.webhook;

import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.webhook.WebhookMessages.DeliveryMessage;
import io.marquee.workhorse.tracking.webhook.WebhookMessages.EventMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deliveries: what is still to be sent, and the log of what was. */
@ApplicationScoped
class DeliveryTable {

    private final Sql sql;

    DeliveryTable(Sql sql) {
        this.sql = sql;
    }

    /**
     * A delivery that this instance is to send now.
     *
     * @param attempt which one this is, from 1
     */
    record Due(long no, String deliveryId, int attempt, String body, String webhookId, DeliverySender.Target target) {}

    /** An entry of the log with its place in it. */
    record Logged(long no, DeliveryMessage message) {}

    /** Adds what a change gives rise to, in the transaction of the change; the same change a second time adds nothing. */
    void add(long webhookNo, String deliveryId, String registryEventId, WebhookEvent event, String body, long now) {
        sql.update(
                "INSERT INTO tracking.webhook_delivery"
                        + " (webhook_no, delivery_id, registry_event_id, event, body, creation_time, next_attempt_time)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (webhook_no, registry_event_id) DO NOTHING",
                webhookNo,
                deliveryId,
                registryEventId,
                event.name(),
                body,
                now,
                now);
    }

    /** Takes deliveries that are due, and counts an attempt for each. */
    List<Due> take(int limit, long now, long lockedUntil) {
        return sql.list(
                row -> {
                    String webhookId = row.getString(5);
                    return new Due(
                            row.getLong(1),
                            row.getString(2),
                            row.getInt(3),
                            row.getString(4),
                            webhookId,
                            new DeliverySender.Target(
                                    webhookId,
                                    row.getString(6),
                                    Webhook.Kind.valueOf(row.getString(7)),
                                    row.getString(8)));
                },
                "UPDATE tracking.webhook_delivery d SET attempts = attempts + 1, locked_until = ? FROM tracking.webhook w"
                        + " WHERE w.no = d.webhook_no AND d.no IN (SELECT p.no FROM tracking.webhook_delivery p"
                        + " JOIN tracking.webhook a ON a.no = p.webhook_no AND a.status = 'ACTIVE'"
                        + " WHERE p.state = 'PENDING' AND p.next_attempt_time <= ? AND p.locked_until <= ?"
                        + " ORDER BY p.next_attempt_time, p.no LIMIT ? FOR UPDATE OF p SKIP LOCKED)"
                        + " RETURNING d.no, d.delivery_id, d.attempts, d.body, w.webhook_id, w.url, w.kind, w.secret",
                lockedUntil,
                now,
                now,
                limit);
    }

    /** Ends a delivery, unless another attempt has begun since. */
    void end(Due due, boolean delivered, @Nullable Integer status, @Nullable String error, long now) {
        sql.update(
                "UPDATE tracking.webhook_delivery SET state = ?, response_status = ?, error = ?, end_time = ?,"
                        + " locked_until = 0 WHERE no = ? AND attempts = ? AND state = 'PENDING'",
                delivered ? "DELIVERED" : "FAILED",
                status,
                error,
                now,
                due.no(),
                due.attempt());
    }

    /** Lets a delivery wait for its next attempt. */
    void postpone(Due due, @Nullable Integer status, @Nullable String error, long nextAttempt) {
        sql.update(
                "UPDATE tracking.webhook_delivery SET response_status = ?, error = ?, next_attempt_time = ?,"
                        + " locked_until = 0 WHERE no = ? AND attempts = ? AND state = 'PENDING'",
                status,
                error,
                nextAttempt,
                due.no(),
                due.attempt());
    }

    /** The log of a webhook, newest first. */
    List<Logged> log(long webhookNo, long before, int limit) {
        return sql.list(
                row -> {
                    boolean pending = row.getString(5).equals("PENDING");
                    return new Logged(
                            row.getLong(1),
                            new DeliveryMessage(
                                    row.getString(2),
                                    EventMessage.of(WebhookEvent.valueOf(row.getString(3))),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getInt(6),
                                    row.getLong(7),
                                    pending ? (Long) row.getLong(8) : null,
                                    row.getObject(9, Long.class),
                                    row.getObject(10, Integer.class),
                                    row.getString(11)));
                },
                "SELECT no, delivery_id, event, registry_event_id, state, attempts, creation_time, next_attempt_time,"
                        + " end_time, response_status, error FROM tracking.webhook_delivery"
                        + " WHERE webhook_no = ? AND no < ? ORDER BY no DESC LIMIT ?",
                webhookNo,
                before,
                limit);
    }

    /** Forgets what ended before that time. */
    int removeEndedBefore(long time) {
        return sql.update("DELETE FROM tracking.webhook_delivery WHERE state <> 'PENDING' AND end_time < ?", time);
    }
}
