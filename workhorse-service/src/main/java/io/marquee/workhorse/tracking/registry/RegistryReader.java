package io.marquee.workhorse.tracking.registry;

import io.marquee.workhorse.tracking.registry.RegistryMessages.Alias;
import io.marquee.workhorse.tracking.registry.RegistryMessages.ModelMessage;
import io.marquee.workhorse.tracking.registry.RegistryMessages.VersionMessage;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.Tags;
import io.marquee.workhorse.tracking.wire.KeyValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts models and versions together from their tables: a fixed number of queries, however many there are. */
@ApplicationScoped
class RegistryReader {

    private final Sql sql;
    private final Tags modelTags;
    private final Tags versionTags;

    RegistryReader(Sql sql) {
        this.sql = sql;
        this.modelTags = new Tags(sql, "tracking.registered_model_tag");
        this.versionTags = new Tags(sql, "tracking.model_version_tag");
    }

    ModelMessage read(RegisteredModel model) {
        return readModels(List.of(model)).getFirst();
    }

    List<ModelMessage> readModels(List<RegisteredModel> models) {
        List<Long> numbers = models.stream().map(model -> model.no).toList();
        Map<Long, List<KeyValue>> tags = modelTags.ofAll(numbers);
        Map<Long, List<Alias>> aliases = aliases(numbers);
        Map<Long, String> names = models.stream().collect(Collectors.toMap(model -> model.no, model -> model.name));
        List<ModelVersionRow> newest = newest(numbers, Stage.wireNames());
        List<VersionMessage> messages = readVersions(newest, names);
        Map<Long, List<VersionMessage>> latest = new HashMap<>();
        for (int i = 0; i < newest.size(); i++) {
            latest.computeIfAbsent(newest.get(i).modelNo, model -> new ArrayList<>())
                    .add(messages.get(i));
        }
        return models.stream()
                .map(model -> new ModelMessage(
                        model.name,
                        model.creationTime,
                        model.lastUpdateTime,
                        model.description,
                        latest.getOrDefault(model.no, List.of()),
                        tags.getOrDefault(model.no, List.of()),
                        aliases.getOrDefault(model.no, List.of())))
                .toList();
    }

    VersionMessage read(RegisteredModel model, ModelVersionRow version) {
        return readVersions(List.of(version), Map.of(model.no, model.name)).getFirst();
    }

    /** The newest version of a model in each of those stages. */
    List<VersionMessage> latest(RegisteredModel model, List<String> stages) {
        return readVersions(newest(List.of(model.no), stages), Map.of(model.no, model.name));
    }

    /**
     * Versions with their tags and aliases.
     *
     * @param modelNames name of each model that has one of the versions
     */
    List<VersionMessage> readVersions(List<ModelVersionRow> versions, Map<Long, String> modelNames) {
        Map<Long, List<KeyValue>> tags =
                versionTags.ofAll(versions.stream().map(version -> version.no).toList());
        Map<Long, List<Alias>> aliases = aliases(modelNames.keySet());
        return versions.stream()
                .map(version -> new VersionMessage(
                        modelNames.get(version.modelNo),
                        Integer.toString(version.version),
                        version.creationTime,
                        version.lastUpdateTime,
                        version.userId,
                        version.stage,
                        version.description,
                        version.source,
                        version.runId,
                        "READY",
                        tags.getOrDefault(version.no, List.of()),
                        version.runLink,
                        aliases.getOrDefault(version.modelNo, List.of()).stream()
                                .filter(alias -> alias.version().equals(Integer.toString(version.version)))
                                .map(Alias::alias)
                                .toList()))
                .toList();
    }

    private List<ModelVersionRow> newest(Collection<Long> models, List<String> stages) {
        return sql.list(
                ModelVersionRow::read,
                "SELECT DISTINCT ON (v.model_no, v.stage) " + ModelVersionRow.COLUMNS + " FROM tracking.model_version v"
                        + " WHERE v.model_no = ANY(?) AND v.stage = ANY(?) ORDER BY v.model_no, v.stage, v.version DESC",
                models.stream().mapToLong(Long::longValue).toArray(),
                stages.toArray(String[]::new));
    }

    private Map<Long, List<Alias>> aliases(Collection<Long> models) {
        Map<Long, List<Alias>> aliases = new HashMap<>();
        sql.list(
                row -> aliases.computeIfAbsent(row.getLong(1), model -> new ArrayList<>())
                        .add(new Alias(row.getString(2), Integer.toString(row.getInt(3)))),
                "SELECT model_no, alias, version FROM tracking.model_alias WHERE model_no = ANY(?) ORDER BY alias",
                models.stream().mapToLong(Long::longValue).toArray());
        return aliases;
    }
}
