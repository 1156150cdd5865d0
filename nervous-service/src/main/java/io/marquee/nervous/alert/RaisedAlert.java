package io.marquee.nervous.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.event.SystemAlert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A condition that this service has found, from raised to resolved. */
@Entity
@Table(name = "raised_alert")
public class RaisedAlert {

    /** As clients see it. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(
            String alertCode,
            String subject,
            SystemAlert.Level level,
            String message,
            Instant raisedAt,
            @Nullable Instant resolvedAt,
            @Nullable String resolution) {}

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String alertCode;
    private String subject;

    @Enumerated(EnumType.STRING)
    private SystemAlert.Level level;

    private String message;
    private Instant raisedAt;
    private @Nullable Instant resolvedAt;
    private @Nullable String resolution;

    /** For Hibernate only. */
    @SuppressWarnings("NullAway.Init")
    protected RaisedAlert() {}

    RaisedAlert(Condition.Raised condition, Instant now) {
        this.alertCode = condition.code();
        this.subject = condition.subject();
        this.level = condition.level();
        this.message = condition.message();
        this.raisedAt = now;
    }

    void resolve(String how, Instant now) {
        resolution = how;
        resolvedAt = now;
    }

    public String alertCode() {
        return alertCode;
    }

    public String subject() {
        return subject;
    }

    public SystemAlert.Level level() {
        return level;
    }

    View view() {
        return new View(alertCode, subject, level, message, raisedAt, resolvedAt, resolution);
    }
}
