package io.marquee.nervous.retraining;

import com.fasterxml.jackson.annotation.JsonValue;
import io.marquee.contract.id.ModelVersion;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A retraining from the decision to its end. It is stored before the orchestrator hears of it, with the name that the run
 * will have: asking twice, after a crash or a lost answer, is then the same as asking once.
 */
@Entity
@Table(name = "retraining_request")
public class RetrainingRequest {

    /** Where a retraining stands. */
    public enum State {
        /** Decided; the orchestrator has not confirmed it yet. */
        REQUESTED,
        /** The orchestrator has the run. */
        ACCEPTED,
        SUCCEEDED,
        FAILED;

        /** The states of a retraining that has not ended. */
        public static final EnumSet<State> OPEN = EnumSet.of(REQUESTED, ACCEPTED);

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String dagId;
    private String dagRunId;

    @Enumerated(EnumType.STRING)
    private RetrainingCause cause;

    private String reason;
    private @Nullable String modelName;
    private @Nullable Integer modelVersion;

    @Enumerated(EnumType.STRING)
    private State state;

    private Instant requestedAt;
    private @Nullable Instant acceptedAt;
    private @Nullable Instant finishedAt;
    private int attempts;
    private @Nullable String lastError;

    /** For Hibernate only. */
    @SuppressWarnings("NullAway.Init")
    protected RetrainingRequest() {}

    /** A retraining that was decided at {@code now}. */
    public RetrainingRequest(String dagId, RetrainingDecision.Trigger trigger, Instant now) {
        this.dagId = dagId;
        this.dagRunId = "retrain__" + STAMP.format(now);
        this.cause = trigger.cause();
        this.reason = trigger.reason();
        ModelVersion model = trigger.model();
        this.modelName = model == null ? null : model.name();
        this.modelVersion = model == null ? null : model.version();
        this.state = State.REQUESTED;
        this.requestedAt = now;
    }

    /** The orchestrator has the run. News of a request that has moved on already changes nothing. */
    void accepted(Instant now) {
        if (state == State.REQUESTED) {
            state = State.ACCEPTED;
            acceptedAt = now;
            attempts++;
            lastError = null;
        }
    }

    /** The orchestrator could not be asked. */
    void notReached(String error) {
        if (isOpen()) {
            attempts++;
            lastError = error;
        }
    }

    /**
     * The run has ended, or there will be none.
     *
     * @param error what went wrong; null when it went well
     * @return whether this was news
     */
    boolean ended(Instant now, @Nullable String error) {
        if (!isOpen()) {
            return false;
        }
        state = error == null ? State.SUCCEEDED : State.FAILED;
        finishedAt = now;
        lastError = error;
        return true;
    }

    public boolean isOpen() {
        return State.OPEN.contains(state);
    }

    public @Nullable Long id() {
        return id;
    }

    public String dagId() {
        return dagId;
    }

    public String dagRunId() {
        return dagRunId;
    }

    public RetrainingCause cause() {
        return cause;
    }

    public String reason() {
        return reason;
    }

    public @Nullable String modelName() {
        return modelName;
    }

    public @Nullable Integer modelVersion() {
        return modelVersion;
    }

    public State state() {
        return state;
    }

    public Instant requestedAt() {
        return requestedAt;
    }

    public @Nullable Instant acceptedAt() {
        return acceptedAt;
    }

    public @Nullable Instant finishedAt() {
        return finishedAt;
    }

    /** How often the orchestrator was asked to start the run, or could not be reached. */
    public int attempts() {
        return attempts;
    }

    public @Nullable String lastError() {
        return lastError;
    }
}
