package io.marquee.workhorse.tracking.webhook;

import io.marquee.contract.event.RegistryEvent;
import io.marquee.workhorse.tracking.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What deliveries say of a change, with MLflow's fields; versions are text there. */
@ApplicationScoped
class EventData {

    private final Sql sql;

    EventData(Sql sql) {
        this.sql = sql;
    }

    /** Which of the webhooks' events a change is; empty when nobody can ask for it. */
    static Optional<WebhookEvent> kindOf(RegistryEvent change) {
        boolean ofVersion = change.modelVersion() != null;
        return Optional.ofNullable(
                switch (change.action()) {
                    case MODEL_CREATED -> WebhookEvent.REGISTERED_MODEL_CREATED;
                    case VERSION_CREATED -> WebhookEvent.MODEL_VERSION_CREATED;
                    case ALIAS_SET -> WebhookEvent.MODEL_VERSION_ALIAS_CREATED;
                    case ALIAS_DELETED -> WebhookEvent.MODEL_VERSION_ALIAS_DELETED;
                    case STAGE_TRANSITIONED -> WebhookEvent.MODEL_VERSION_STAGE_TRANSITIONED;
                    case TAG_SET -> ofVersion ? WebhookEvent.MODEL_VERSION_TAG_SET : null;
                    case TAG_DELETED -> ofVersion ? WebhookEvent.MODEL_VERSION_TAG_DELETED : null;
                    case MODEL_UPDATED, MODEL_RENAMED, MODEL_DELETED, VERSION_UPDATED, VERSION_DELETED -> null;
                });
    }

    /** The data of a change, read in its transaction. */
    Map<String, @Nullable Object> of(WebhookEvent event, RegistryEvent change) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("name", change.modelName());
        switch (event) {
            case REGISTERED_MODEL_CREATED -> describeModel(change, data);
            case MODEL_VERSION_CREATED -> describeVersion(change, data);
            case MODEL_VERSION_TAG_SET -> {
                data.put("version", version(change));
                data.put("key", change.details().get("key"));
                data.put("value", change.details().get("value"));
            }
            case MODEL_VERSION_TAG_DELETED -> {
                data.put("version", version(change));
                data.put("key", change.details().get("key"));
            }
            case MODEL_VERSION_ALIAS_CREATED -> {
                data.put("alias", change.alias());
                data.put("version", version(change));
            }
            case MODEL_VERSION_ALIAS_DELETED -> data.put("alias", change.alias());
            case MODEL_VERSION_STAGE_TRANSITIONED -> {
                data.put("version", version(change));
                data.put("run_id", change.runId());
                data.put("stage", change.stage());
                data.put("previous_stage", change.details().get("previous_stage"));
            }
        }
        return data;
    }

    /** What a test delivery says. */
    static Map<String, @Nullable Object> example(WebhookEvent event) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("name", "example_model");
        switch (event) {
            case REGISTERED_MODEL_CREATED -> {
                data.put("tags", Map.of("example_key", "example_value"));
                data.put("description", "An example registered model");
            }
            case MODEL_VERSION_CREATED -> {
                data.put("version", "1");
                data.put("source", "runs:/abcd1234abcd5678/model");
                data.put("run_id", "abcd1234abcd5678");
                data.put("tags", Map.of("example_key", "example_value"));
                data.put("description", "An example model version");
            }
            case MODEL_VERSION_TAG_SET -> {
                data.put("version", "1");
                data.put("key", "example_key");
                data.put("value", "example_value");
            }
            case MODEL_VERSION_TAG_DELETED -> {
                data.put("version", "1");
                data.put("key", "example_key");
            }
            case MODEL_VERSION_ALIAS_CREATED -> {
                data.put("alias", "example_alias");
                data.put("version", "1");
            }
            case MODEL_VERSION_ALIAS_DELETED -> data.put("alias", "example_alias");
            case MODEL_VERSION_STAGE_TRANSITIONED -> {
                data.put("version", "1");
                data.put("run_id", "abcd1234abcd5678");
                data.put("stage", "Production");
                data.put("previous_stage", "Staging");
            }
        }
        return data;
    }

    private void describeModel(RegistryEvent change, Map<String, @Nullable Object> data) {
        data.put(
                "tags",
                tags(
                        "SELECT t.key, t.value FROM tracking.registered_model_tag t"
                                + " JOIN tracking.registered_model m ON m.no = t.owner WHERE m.name = ? ORDER BY t.key",
                        change.modelName()));
        data.put(
                "description",
                sql.first(
                                row -> Optional.ofNullable(row.getString(1)),
                                "SELECT description FROM tracking.registered_model WHERE name = ?",
                                change.modelName())
                        .flatMap(description -> description)
                        .orElse(null));
    }

    private void describeVersion(RegistryEvent change, Map<String, @Nullable Object> data) {
        data.put("version", version(change));
        sql.first(
                row -> {
                    data.put("source", row.getString(1));
                    data.put("run_id", row.getString(2));
                    data.put("tags", Map.of());
                    data.put("description", row.getString(3));
                    return true;
                },
                "SELECT v.source, v.run_id, v.description FROM tracking.model_version v"
                        + " JOIN tracking.registered_model m ON m.no = v.model_no WHERE m.name = ? AND v.version = ?",
                change.modelName(),
                change.modelVersion());
        data.put(
                "tags",
                tags(
                        "SELECT t.key, t.value FROM tracking.model_version_tag t"
                                + " JOIN tracking.model_version v ON v.no = t.owner"
                                + " JOIN tracking.registered_model m ON m.no = v.model_no"
                                + " WHERE m.name = ? AND v.version = ? ORDER BY t.key",
                        change.modelName(),
                        change.modelVersion()));
    }

    private Map<String, String> tags(String query, @Nullable Object... parameters) {
        Map<String, String> tags = new LinkedHashMap<>();
        sql.list(row -> tags.put(row.getString(1), row.getString(2)), query, parameters);
        return tags;
    }

    private static @Nullable String version(RegistryEvent change) {
        return change.modelVersion() == null ? null : change.modelVersion().toString();
    }
}
