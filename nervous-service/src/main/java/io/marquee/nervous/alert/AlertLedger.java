package io.marquee.nervous.alert;

import io.marquee.contract.event.SystemAlert;
import io.marquee.contract.id.EventId;
import io.marquee.nervous.platform.Database;
import io.marquee.platform.outbox.EventOutbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Raises each condition once and resolves it once; the event that says so leaves with the change, through the outbox. */
@ApplicationScoped
class AlertLedger {

    private static final String SERVICE = "nervous";

    private final RaisedAlertRepository repository;
    private final EventOutbox outbox;
    private final Database database;
    private final Clock clock;

    AlertLedger(RaisedAlertRepository repository, EventOutbox outbox, Database database, Clock clock) {
        this.repository = repository;
        this.outbox = outbox;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Raises what holds and was not raised, resolves what was raised and is cleared.
     *
     * @param outdated which open alerts are about something that is gone; they are resolved too
     */
    @Transactional
    void apply(List<Condition> conditions, Predicate<RaisedAlert> outdated) {
        // Instances take turns, so that each sees what the other has raised.
        database.lock("alert");
        for (Condition condition : conditions) {
            RaisedAlert open =
                    repository.open(condition.code(), condition.subject()).orElse(null);
            switch (condition) {
                case Condition.Raised raised when open == null -> raise(raised);
                case Condition.Cleared cleared when open != null -> resolve(open, cleared.message());
                case Condition.Raised _, Condition.Cleared _ -> {
                    // As it was.
                }
            }
        }
        repository.open().stream()
                .filter(outdated)
                .forEach(alert -> resolve(alert, alert.subject() + " serves no longer"));
    }

    @Transactional
    List<RaisedAlert> newest(int limit) {
        return repository.newest(limit);
    }

    private void raise(Condition.Raised condition) {
        Instant now = clock.instant();
        repository.persist(new RaisedAlert(condition, now));
        outbox.append(event(
                condition.level(),
                condition.message(),
                condition.code(),
                condition.subject(),
                condition.details(),
                now,
                null));
    }

    private void resolve(RaisedAlert alert, String how) {
        Instant now = clock.instant();
        alert.resolve(how, now);
        outbox.append(event(SystemAlert.Level.INFO, how, alert.alertCode(), alert.subject(), Map.of(), now, now));
    }

    private static SystemAlert event(
            SystemAlert.Level level,
            String message,
            String code,
            String subject,
            Map<String, Object> details,
            Instant now,
            @Nullable Instant resolvedAt) {
        return new SystemAlert(
                EventId.next(now),
                now,
                SERVICE,
                SERVICE,
                level,
                message,
                code,
                details,
                resolvedAt != null,
                resolvedAt,
                List.of(subject));
    }
}
