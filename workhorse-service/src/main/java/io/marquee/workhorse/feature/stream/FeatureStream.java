package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where whoever stores interactions tells of them, so that features follow. */
@ApplicationScoped
public class FeatureStream {

    /** Clocks of two machines may differ, and a late event is not lost on the day it would fall out. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final ActiveDefinitions definitions;
    private final FeatureUpdates updates;
    private final Database database;
    private final StreamConfig config;
    private volatile @Nullable Followed followed;

    /** The kinds of entities that some definitions have views of. */
    private record Followed(FeatureDefinitions definitions, Set<StreamEntity.Kind> kinds) {}

    FeatureStream(ActiveDefinitions definitions, FeatureUpdates updates, Database database, StreamConfig config) {
        this.definitions = definitions;
        this.updates = updates;
        this.database = database;
        this.config = config;
    }

    /**
     * Tells of interactions whose transaction has committed, also of those that had been stored before: whether somebody told
     * of them then is not known.
     *
     * @throws io.marquee.contract.problem.ProblemException when Kafka does not take all of it; all of it has to be told again
     *     then, as interactions that had been stored before
     */
    public void tell(Collection<StoredInteraction> stored) {
        Set<StreamEntity.Kind> kinds = kinds();
        List<FeatureUpdate> all = new ArrayList<>(kinds.size() * stored.size());
        for (StoredInteraction one : stored) {
            for (StreamEntity.Kind kind : kinds) {
                Long id = kind.of(one.event());
                if (id != null) {
                    StreamEntity entity = new StreamEntity(kind, id);
                    all.add(
                            one.first()
                                    ? new FeatureUpdate.Happened(entity, one.transaction(), one.event())
                                    : new FeatureUpdate.Changed(entity, one.transaction()));
                }
            }
        }
        updates.send(all);
    }

    /**
     * Notes, as part of the current transaction, that it changes or removes these stored interactions, or stores others than
     * from Kafka; features follow within seconds.
     */
    public void noteChange(Collection<Long> users, Collection<Long> movies) {
        note(StreamEntity.Kind.USER, users);
        note(StreamEntity.Kind.MOVIE, movies);
    }

    /**
     * How long an interaction is kept: as configured, and for longer when a view that is in force looks back further, since
     * features are computed again from what is there.
     */
    public Duration retention() {
        Duration needed = longestWindow().plus(MARGIN);
        return config.retention().compareTo(needed) < 0 ? needed : config.retention();
    }

    private Duration longestWindow() {
        return StreamView.of(definitions.get()).values().stream()
                .flatMap(List::stream)
                .map(view -> Duration.ofSeconds(
                        view.plan().longestWindow() + view.plan().hop()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Worked out once for each state of the definitions, not for each batch. */
    private Set<StreamEntity.Kind> kinds() {
        FeatureDefinitions now = definitions.get();
        Followed last = followed;
        if (last == null || last.definitions() != now) {
            last = new Followed(now, StreamView.of(now).keySet());
            followed = last;
        }
        return last.kinds();
    }

    private void note(StreamEntity.Kind kind, Collection<Long> ids) {
        if (!ids.isEmpty()) {
            database.update(
                    "INSERT INTO features.stream_change (kind, entity_id) SELECT ?, unnest(?)",
                    String.valueOf(kind.code()),
                    ids.stream().mapToLong(Long::longValue).sorted().distinct().toArray());
        }
    }
}
