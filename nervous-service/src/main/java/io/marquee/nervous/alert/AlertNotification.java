package io.marquee.nervous.alert;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an Alertmanager sends to a webhook, version 4 of its format.
 *
 * @param groupKey identifies the group of alerts, for example {@code {}:{alertname="ModelDrift"}}
 * @param truncatedAlerts alerts of the group that were left out
 */
public record AlertNotification(
        @JsonProperty("version") String version,
        @JsonProperty("groupKey") String groupKey,
        @JsonProperty("truncatedAlerts") int truncatedAlerts,
        @JsonProperty("status") Status status,
        @JsonProperty("receiver") String receiver,
        @JsonProperty("groupLabels") Map<String, String> groupLabels,
        @JsonProperty("commonLabels") Map<String, String> commonLabels,
        @JsonProperty("commonAnnotations") Map<String, String> commonAnnotations,
        @JsonProperty("externalURL") @Nullable String externalUrl,
        @JsonProperty("alerts") List<Alert> alerts) {

    static final String VERSION = "4";

    /** Whether the condition still holds. */
    public enum Status {
        FIRING,
        RESOLVED;

        @JsonCreator
        static Status fromWire(String text) {
            for (Status status : values()) {
                if (status.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return status;
                }
            }
            throw new IllegalArgumentException("'status' must be firing or resolved, got: " + text);
        }
    }

    /**
     * One alert of the group.
     *
     * @param startsAt with the offset of the sender
     * @param endsAt year 1 while the alert is firing
     * @param fingerprint identifies the alert's labels
     */
    public record Alert(
            @JsonProperty("status") Status status,
            @JsonProperty("labels") Map<String, String> labels,
            @JsonProperty("annotations") Map<String, String> annotations,
            @JsonProperty("startsAt") OffsetDateTime startsAt,
            @JsonProperty("endsAt") @Nullable OffsetDateTime endsAt,
            @JsonProperty("generatorURL") @Nullable String generatorUrl,
            @JsonProperty("fingerprint") String fingerprint) {

        public Alert {
            require(status, "alerts.status");
            require(startsAt, "alerts.startsAt");
            requireText(fingerprint, "alerts.fingerprint");
            labels = copy(labels);
            annotations = copy(annotations);
            requireText(labels.get("alertname"), "alerts.labels.alertname");
        }

        String name() {
            return labels.getOrDefault("alertname", "");
        }

        /** One sentence for a person; empty when the alert brings none. */
        String summary() {
            return annotations.getOrDefault("summary", annotations.getOrDefault("description", ""));
        }

        /** When it ended; null while it is firing. */
        @Nullable
        Instant ended() {
            return endsAt == null || endsAt.getYear() <= 1 ? null : endsAt.toInstant();
        }
    }

    public AlertNotification {
        if (!VERSION.equals(version)) {
            throw new IllegalArgumentException("'version' must be " + VERSION + ", got: " + version);
        }
        requireText(groupKey, "groupKey");
        require(status, "status");
        requireText(receiver, "receiver");
        require(alerts, "alerts");
        groupLabels = copy(groupLabels);
        commonLabels = copy(commonLabels);
        commonAnnotations = copy(commonAnnotations);
        alerts = List.copyOf(alerts);
    }

    private static void require(@Nullable Object value, String field) {
        if (value == null) {
            throw new IllegalArgumentException("'" + field + "' is required");
        }
    }

    private static void requireText(@Nullable String value, String field) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("'" + field + "' is required");
        }
    }

    private static Map<String, String> copy(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
