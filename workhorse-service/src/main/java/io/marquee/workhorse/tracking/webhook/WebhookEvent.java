package io.marquee.workhorse.tracking.webhook;

import io.marquee.workhorse.tracking.wire.MlflowException;
import java.util.Arrays;
import java.util.Locale;

/** What a webhook can be told of: MLflow's events of the registry, and that a version moved to another stage. */
enum WebhookEvent {
    REGISTERED_MODEL_CREATED("REGISTERED_MODEL", "CREATED"),
    MODEL_VERSION_CREATED("MODEL_VERSION", "CREATED"),
    MODEL_VERSION_TAG_SET("MODEL_VERSION_TAG", "SET"),
    MODEL_VERSION_TAG_DELETED("MODEL_VERSION_TAG", "DELETED"),
    MODEL_VERSION_ALIAS_CREATED("MODEL_VERSION_ALIAS", "CREATED"),
    MODEL_VERSION_ALIAS_DELETED("MODEL_VERSION_ALIAS", "DELETED"),
    /** Ours; MLflow has none for stages. */
    MODEL_VERSION_STAGE_TRANSITIONED("MODEL_VERSION_STAGE", "TRANSITIONED");

    private final String entity;
    private final String action;

    WebhookEvent(String entity, String action) {
        this.entity = entity;
        this.action = action;
    }

    /** The thing, as requests name it. */
    String entity() {
        return entity;
    }

    /** What happened to it, as requests name it. */
    String action() {
        return action;
    }

    /** The thing, as deliveries name it. */
    String entityInBody() {
        return entity.toLowerCase(Locale.ROOT);
    }

    /** What happened to it, as deliveries name it. */
    String actionInBody() {
        return action.toLowerCase(Locale.ROOT);
    }

    /** Reads the newer form, in large or small letters. */
    static WebhookEvent of(String entity, String action) {
        return Arrays.stream(values())
                .filter(event -> event.entity.equalsIgnoreCase(entity) && event.action.equalsIgnoreCase(action))
                .findFirst()
                .orElseThrow(() -> unknown(entity + "." + action));
    }

    /** Reads the older forms, {@code model_version.created} and {@code MODEL_VERSION_CREATED}. */
    static WebhookEvent of(String text) {
        String name = text.replace('.', '_').toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(text));
    }

    private static MlflowException unknown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return MlflowException.invalid("Invalid webhook event: '"
                + printable.substring(0, Math.min(100, printable.length())) + "'. It must be one of "
                + Arrays.stream(values())
                        .map(event -> event.entityInBody() + "." + event.actionInBody())
                        .toList());
    }
}
