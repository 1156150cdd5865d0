package io.marquee.workhorse.tracking.registry;

import io.marquee.contract.event.RegistryEvent.Action;
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
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes, moves, describes, tags and removes versions of registered models. */
@ApplicationScoped
public class ModelVersionService {

    private static final Pattern WEB_LINK = Pattern.compile("https?://\\S+");

    private final RegisteredModelRepository models;
    private final ModelVersionRepository versions;
    private final ModelSource sources;
    private final Aliases aliases;
    private final RegistryReader reader;
    private final RegistryEvents events;
    private final Tags tags;
    private final Clock clock;

    ModelVersionService(
            RegisteredModelRepository models,
            ModelVersionRepository versions,
            ModelSource sources,
            Aliases aliases,
            RegistryReader reader,
            RegistryEvents events,
            Sql sql,
            Clock clock) {
        this.models = models;
        this.versions = versions;
        this.sources = sources;
        this.aliases = aliases;
        this.reader = reader;
        this.events = events;
        this.tags = new Tags(sql, "tracking.model_version_tag");
        this.clock = clock;
    }

    /** What a client says about a new version. */
    record NewVersion(
            String model,
            String source,
            @Nullable String runId,
            @Nullable String runLink,
            @Nullable String description,
            List<KeyValue> tags) {}

    /** Makes the next version. Numbers have no gaps: the model is locked, and a failure takes its number back. */
    @Transactional
    public VersionMessage create(NewVersion request) {
        Names.registryTags(request.tags());
        Names.limited("description", request.description(), Names.MAX_DESCRIPTION);
        requireLink(request.runLink());
        RegisteredModel model = models.getLocked(request.model());
        String claimedRun = request.runId() == null || request.runId().isEmpty() ? null : request.runId();
        ModelSource.Located located = sources.locate(request.source(), claimedRun);
        model.lastVersion++;
        model.lastUpdateTime = clock.millis();
        ModelVersionRow version = new ModelVersionRow();
        version.modelNo = model.no;
        version.version = model.lastVersion;
        version.source = request.source();
        version.location = located.location();
        version.runId = located.runId();
        version.runLink = request.runLink();
        version.description = request.description();
        version.stage = Stage.NONE.wireName();
        version.creationTime = model.lastUpdateTime;
        version.lastUpdateTime = model.lastUpdateTime;
        versions.persistAndFlush(version);
        tags.set(version.no, request.tags());
        events.version(Action.VERSION_CREATED, model.name, version, Map.of("source", version.source));
        return reader.read(model, version);
    }

    /** A version. */
    @Transactional
    public VersionMessage get(String name, int number) {
        RegisteredModel model = models.get(name);
        return reader.read(model, versions.get(model, number));
    }

    /** The version that has an alias. */
    @Transactional
    public VersionMessage getByAlias(String name, String alias) {
        RegisteredModel model = models.get(name);
        return reader.read(model, versions.get(model, aliases.get(model, alias)));
    }

    /** Where its files are. */
    @Transactional
    public String location(String name, int number) {
        return versions.get(models.get(name), number).location;
    }

    /** Describes it. */
    @Transactional
    public VersionMessage describe(String name, int number, @Nullable String description) {
        RegisteredModel model = models.getLocked(name);
        ModelVersionRow version = versions.get(model, number);
        if (!Objects.equals(version.description, description)) {
            version.description = Names.limited("description", description, Names.MAX_DESCRIPTION);
            version.lastUpdateTime = clock.millis();
            events.version(Action.VERSION_UPDATED, name, version, Map.of());
        }
        return reader.read(model, version);
    }

    /** Moves it to a stage; on demand those that are there go to the archive. */
    @Transactional
    public VersionMessage transition(String name, int number, String stageName, boolean archiveExisting) {
        Stage stage = Stage.of(stageName);
        if (archiveExisting && !stage.isActive()) {
            throw MlflowException.invalid("Model version transition cannot archive existing model versions because '"
                    + stage.wireName() + "' is not an Active stage. Valid stages are Staging, Production");
        }
        RegisteredModel model = models.getLocked(name);
        ModelVersionRow version = versions.get(model, number);
        long now = clock.millis();
        if (archiveExisting) {
            versions.othersInStage(version, stage).forEach(other -> move(model, other, Stage.ARCHIVED, now));
        }
        move(model, version, stage, now);
        model.lastUpdateTime = now;
        versions.flush();
        return reader.read(model, version);
    }

    private void move(RegisteredModel model, ModelVersionRow version, Stage stage, long now) {
        String from = version.stage;
        version.lastUpdateTime = now;
        if (!from.equals(stage.wireName())) {
            version.stage = stage.wireName();
            events.moved(model.name, version, from);
        }
    }

    /** Removes it with its aliases. Its number is not given again, and its files stay with its run. */
    @Transactional
    public void delete(String name, int number) {
        RegisteredModel model = models.getLocked(name);
        ModelVersionRow version = versions.get(model, number);
        List<String> lost = aliases.of(model, number);
        versions.delete(version);
        model.lastUpdateTime = clock.millis();
        versions.flush();
        lost.forEach(alias -> events.alias(
                Action.ALIAS_DELETED, name, number, version.runId, alias, Map.of("cause", "version_deleted")));
        events.version(Action.VERSION_DELETED, name, version, Map.of());
    }

    /** Lets an alias point at a version, whatever it pointed at before. */
    @Transactional
    public void setAlias(String name, String alias, int number) {
        Aliases.requireValid(alias);
        RegisteredModel model = models.getLocked(name);
        ModelVersionRow version = versions.get(model, number);
        Integer previous = aliases.lookUp(model, alias).orElse(null);
        model.lastUpdateTime = clock.millis();
        aliases.set(model, alias, number, model.lastUpdateTime);
        events.alias(
                Action.ALIAS_SET,
                name,
                number,
                version.runId,
                alias,
                previous == null ? Map.of() : Map.of("previous_version", previous));
    }

    /** Lets an alias point at the version it had before the present one; empty when there is none. */
    @Transactional
    public Optional<Integer> stepAliasBack(String name, String alias) {
        RegisteredModel model = models.getLocked(name);
        int present = aliases.get(model, alias);
        Optional<Integer> previous = aliases.stepBack(model, alias, present);
        previous.ifPresent(number -> {
            model.lastUpdateTime = clock.millis();
            events.alias(
                    Action.ALIAS_SET,
                    name,
                    number,
                    versions.get(model, number).runId,
                    alias,
                    Map.of("previous_version", present, "cause", "rolled_back"));
        });
        return previous;
    }

    /** Removes an alias; nothing happens when there is none. */
    @Transactional
    public void deleteAlias(String name, String alias) {
        RegisteredModel model = models.getLocked(name);
        aliases.lookUp(model, alias).ifPresent(number -> {
            aliases.delete(model, alias);
            model.lastUpdateTime = clock.millis();
            events.alias(Action.ALIAS_DELETED, name, number, versions.get(model, number).runId, alias, Map.of());
        });
    }

    /** Sets a tag. */
    @Transactional
    public void setTag(String name, int number, KeyValue tag) {
        Names.registryTags(List.of(tag));
        RegisteredModel model = models.getLocked(name);
        ModelVersionRow version = versions.get(model, number);
        tags.set(version.no, List.of(tag));
        version.lastUpdateTime = clock.millis();
        events.version(Action.TAG_SET, name, version, Map.of("key", tag.key(), "value", tag.value()));
    }

    /** Removes a tag; nothing happens when there is none. */
    @Transactional
    public void deleteTag(String name, int number, String key) {
        RegisteredModel model = models.getLocked(name);
        ModelVersionRow version = versions.get(model, number);
        if (tags.delete(version.no, key)) {
            version.lastUpdateTime = clock.millis();
            events.version(Action.TAG_DELETED, name, version, Map.of("key", key));
        }
    }

    /** Pages show it as a link, so it must be one that only leads to a page. */
    private static void requireLink(@Nullable String link) {
        Names.limited("run_link", link, Names.MAX_NAME);
        if (link != null && !link.isEmpty() && !WEB_LINK.matcher(link).matches()) {
            throw MlflowException.invalid("Invalid run_link: it must be an http or https address.");
        }
    }
}
