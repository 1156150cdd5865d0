package io.marquee.nervous.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.nervous.alert.AlertNotification.Alert;
import io.marquee.nervous.alert.AlertNotification.Status;
import io.marquee.nervous.alert.ReceivedAlertStore.ReceivedAlert;
import io.marquee.nervous.retraining.RetrainingDecision.Hold;
import io.marquee.nervous.retraining.RetrainingDecision.Trigger;
import io.marquee.nervous.retraining.RetrainingService;
import io.marquee.nervous.retraining.RetrainingSignal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a notification in: stores its alerts and puts those that ask for a retraining before the policy. An alert that has
 * set off a retraining sets off no second one; one that was held is judged again when the Alertmanager repeats it.
 */
@ApplicationScoped
public class WebhookService {

    private static final String ACTION_LABEL = "action";
    private static final String MODEL_LABEL = "model_name";

    /**
     * What became of one alert.
     *
     * @param duplicate whether it was sent before
     * @param retraining {@code not_asked}, {@code triggered}, {@code held}, or {@code triggered_before}
     * @param reason the policy's answer
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AlertOutcome(
            String alertname,
            String fingerprint,
            String status,
            boolean duplicate,
            String retraining,
            @Nullable String reason,
            @Nullable String dagRunId) {}

    private final ReceivedAlertStore store;
    private final RetrainingService retraining;
    private final Clock clock;
    private final String retrainAction;
    private final Set<String> retrainAlertNames;

    WebhookService(ReceivedAlertStore store, RetrainingService retraining, AlertConfig config, Clock clock) {
        this.store = store;
        this.retraining = retraining;
        this.clock = clock;
        this.retrainAction = config.retrainAction();
        this.retrainAlertNames = config.retrainAlertNames().orElse(Set.of());
    }

    /** Stores all alerts first, then decides: a policy that holds one must not lose the others. */
    List<AlertOutcome> take(AlertNotification notification) {
        record Stored(Alert alert, ReceivedAlert row) {}
        List<Stored> stored = notification.alerts().stream()
                .map(alert -> new Stored(alert, store.store(notification, alert, clock.instant())))
                .toList();
        return stored.stream().map(pair -> judge(pair.alert(), pair.row())).toList();
    }

    private AlertOutcome judge(Alert alert, ReceivedAlert row) {
        if (alert.status() != Status.FIRING || !asksForRetraining(alert)) {
            return outcome(row, "not_asked", null, null);
        }
        if (row.dagRunId() != null) {
            return outcome(row, "triggered_before", null, row.dagRunId());
        }
        RetrainingService.Answer answer = retraining.answer(new RetrainingSignal.AlertFired(
                alert.name(), alert.summary(), alert.labels().get(MODEL_LABEL)));
        return switch (answer.decision()) {
            case Hold hold -> outcome(row, "held", hold.reason(), null);
            case Trigger trigger -> {
                if (answer.dagRunId() != null) {
                    store.triggered(row, answer.dagRunId());
                }
                yield outcome(row, "triggered", trigger.reason(), answer.dagRunId());
            }
        };
    }

    private boolean asksForRetraining(Alert alert) {
        return retrainAction.equals(alert.labels().get(ACTION_LABEL)) || retrainAlertNames.contains(alert.name());
    }

    private static AlertOutcome outcome(
            ReceivedAlert row, String retraining, @Nullable String reason, @Nullable String dagRunId) {
        return new AlertOutcome(
                row.alertName(),
                row.fingerprint(),
                row.status(),
                row.notifications() > 1,
                retraining,
                reason,
                dagRunId);
    }
}
