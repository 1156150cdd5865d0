package io.marquee.workhorse.tracking.webhook;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told of changes in the registry.
 *
 * @param no its short key
 * @param id what clients know it by
 * @param events what it is told of, at least one
 * @param closedSecret what deliveries are signed with, encrypted; null when they are not
 * @param disabledReason why somebody else than its owner has disabled it; null when nobody has
 * @param creationTime milliseconds since the epoch, as {@code lastUpdateTime}
 */
record Webhook(
        long no,
        String id,
        String name,
        @Nullable String description,
        String url,
        Kind kind,
        Set<WebhookEvent> events,
        Status status,
        @Nullable String closedSecret,
        @Nullable String disabledReason,
        long creationTime,
        long lastUpdateTime) {

    /** What is at the other end. */
    enum Kind {
        /** A receiver of MLflow's deliveries. */
        HTTP,
        /** A repository on GitHub whose workflows run when a model is promoted. */
        GITHUB_DISPATCH
    }

    /** Whether it is told. */
    enum Status {
        ACTIVE,
        DISABLED
    }

    Webhook {
        events = Set.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("webhook " + id + " must have an event");
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "webhook " + id + " to " + kind + " " + url;
    }
}
