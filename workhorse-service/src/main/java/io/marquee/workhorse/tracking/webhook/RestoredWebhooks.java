package io.marquee.workhorse.tracking.webhook;

import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** Looks after webhooks that came out of a backup, whose secrets may have been kept with another key. */
@ApplicationScoped
public class RestoredWebhooks {

    static final String OTHER_KEY =
            "its secret was kept with another marquee.webhook.secret-key; set that key, or give the"
                    + " webhook its secret again, and make it ACTIVE";

    private final WebhookTools.WebhookSecrets secrets;
    private final Clock clock;

    RestoredWebhooks(WebhookTools.WebhookSecrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Disables webhooks whose secret cannot be opened here, and says why, so that none is lost and none is sent unsigned.
     *
     * @param connection of the restore's transaction
     * @return how many
     */
    public int disableUnreadable(Connection connection) throws SQLException {
        record Closed(String id, String secret) {}
        List<Closed> all = Database.query(
                connection,
                "SELECT webhook_id, secret FROM tracking.webhook WHERE secret IS NOT NULL AND disabled_reason IS NULL",
                row -> new Closed(row.getString(1), row.getString(2)));
        String[] unreadable = all.stream()
                .filter(webhook -> !secrets.open(webhook.id(), webhook.secret()))
                .map(Closed::id)
                .toArray(String[]::new);
        return Database.update(
                connection,
                "UPDATE tracking.webhook SET status = 'DISABLED', disabled_reason = ?, last_update_time = ?"
                        + " WHERE webhook_id = ANY(?)",
                OTHER_KEY,
                clock.millis(),
                unreadable);
    }
}
