package io.marquee.workhorse.tracking.registry;

import io.marquee.contract.event.RegistryEvent.Action;
import io.marquee.workhorse.tracking.registry.RegistryMessages.ModelMessage;
import io.marquee.workhorse.tracking.registry.RegistryMessages.VersionMessage;
import io.marquee.workhorse.tracking.store.Names;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.Tags;
import io.marquee.workhorse.tracking.wire.KeyValue;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Registers, renames, describes, tags and removes models. */
@ApplicationScoped
public class RegisteredModelService {

    /** Names become parts of {@code models:/name/version} URIs and of Kafka keys. */
    private static final Pattern NAME = Pattern.compile("[^/:\\p{Cntrl}]{1,256}");

    private final RegisteredModelRepository models;
    private final RegistryReader reader;
    private final RegistryEvents events;
    private final Tags tags;
    private final Clock clock;

    RegisteredModelService(
            RegisteredModelRepository models, RegistryReader reader, RegistryEvents events, Sql sql, Clock clock) {
        this.models = models;
        this.reader = reader;
        this.events = events;
        this.tags = new Tags(sql, "tracking.registered_model_tag");
        this.clock = clock;
    }

    /** Registers a model. */
    @Transactional
    public ModelMessage create(String name, @Nullable String description, List<KeyValue> newTags) {
        requireFreeName(name);
        Names.registryTags(newTags);
        RegisteredModel model = new RegisteredModel();
        model.name = name;
        model.description = Names.limited("description", description, Names.MAX_DESCRIPTION);
        model.creationTime = clock.millis();
        model.lastUpdateTime = model.creationTime;
        flush(() -> models.persistAndFlush(model), name);
        tags.set(model.no, newTags);
        events.model(Action.MODEL_CREATED, name, Map.of());
        return reader.read(model);
    }

    /** A model with the newest version of each stage. */
    @Transactional
    public ModelMessage get(String name) {
        return reader.read(models.get(name));
    }

    /** The newest version in each of those stages; in each stage there is when none is named. */
    @Transactional
    public List<VersionMessage> latestVersions(String name, List<String> stages) {
        List<String> wanted = stages.isEmpty()
                ? Stage.wireNames()
                : stages.stream().map(stage -> Stage.of(stage).wireName()).toList();
        return reader.latest(models.get(name), wanted);
    }

    /** Gives it another name. */
    @Transactional
    public ModelMessage rename(String name, String newName) {
        RegisteredModel model = models.getLocked(name);
        if (!name.equals(newName)) {
            requireFreeName(newName);
            model.name = newName;
            model.lastUpdateTime = clock.millis();
            flush(models::flush, newName);
            events.model(Action.MODEL_RENAMED, newName, Map.of("previous_name", name));
        }
        return reader.read(model);
    }

    /** Describes it. */
    @Transactional
    public ModelMessage describe(String name, @Nullable String description) {
        RegisteredModel model = models.getLocked(name);
        if (!Objects.equals(model.description, description)) {
            model.description = Names.limited("description", description, Names.MAX_DESCRIPTION);
            model.lastUpdateTime = clock.millis();
            events.model(Action.MODEL_UPDATED, name, Map.of());
        }
        return reader.read(model);
    }

    /** Removes it with its versions. Their files stay with their runs. */
    @Transactional
    public void delete(String name) {
        models.delete(models.getLocked(name));
        models.flush();
        events.model(Action.MODEL_DELETED, name, Map.of());
    }

    /** Sets a tag. */
    @Transactional
    public void setTag(String name, KeyValue tag) {
        RegisteredModel model = models.getLocked(name);
        tags.set(model.no, Names.registryTags(List.of(tag)));
        model.lastUpdateTime = clock.millis();
        events.model(Action.TAG_SET, name, Map.of("key", tag.key(), "value", tag.value()));
    }

    /** Removes a tag; nothing happens when there is none. */
    @Transactional
    public void deleteTag(String name, String key) {
        RegisteredModel model = models.getLocked(name);
        if (tags.delete(model.no, key)) {
            model.lastUpdateTime = clock.millis();
            events.model(Action.TAG_DELETED, name, Map.of("key", key));
        }
    }

    private void requireFreeName(String name) {
        if (name.isBlank() || !NAME.matcher(name).matches()) {
            throw MlflowException.invalid("Invalid registered model name: '"
                    + name.replaceAll("\\p{Cntrl}", "?").substring(0, Math.min(name.length(), 100))
                    + "'. It must have 1 to 256 characters, none of them '/', ':' or a control character.");
        }
        if (models.named(name).isPresent()) {
            throw alreadyExists(name);
        }
    }

    /** Two clients may pick the same name at the same moment; the second one is told so. */
    private static void flush(Runnable flush, String name) {
        try {
            flush.run();
        } catch (ConstraintViolationException e) {
            throw alreadyExists(name);
        }
    }

    private static MlflowException alreadyExists(String name) {
        return MlflowException.exists("Registered Model (name=" + name + ") already exists.");
    }
}
