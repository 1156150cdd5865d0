package io.marquee.workhorse.feature.stream;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.platform.Database;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sees to it that rows follow when nothing happens but time: asks for the rows of the entities of which a hop with events has
 * left a window, and of those whose stored events were changed past the stream. One instance does so at a time; what it has
 * seen to is noted when Kafka has it, so a crash only has it done twice.
 */
@ApplicationScoped
class StreamSweeper {

    private static final Logger LOG = Logger.getLogger(StreamSweeper.class);
    private static final int CHANGES = 5_000;

    /** After it, another instance goes on for one that died; two at it do no harm. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    private record Change(String row, StreamEntity entity, long changedIn) {}

    private final Database database;
    private final StreamEntities entities;
    private final ActiveDefinitions definitions;
    private final FeatureUpdates updates;
    private final StreamRebuild rebuild;
    private final Clock clock;

    StreamSweeper(
            Database database,
            AgroalDataSource dataSource,
            ActiveDefinitions definitions,
            FeatureUpdates updates,
            StreamRebuild rebuild,
            Clock clock) {
        this.database = database;
        this.entities = new StreamEntities(dataSource);
        this.definitions = definitions;
        this.updates = updates;
        this.rebuild = rebuild;
        this.clock = clock;
    }

    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void lookAround() {
        try {
            sweep();
            while (tellChanges() == CHANGES) {
                LOG.debug("more changes than are told at once");
            }
        } catch (ProblemException e) {
            LOG.warnf("features do not follow the clock yet: %s", e.getMessage());
        }
    }

    /** Asks for the rows of entities of which a hop has left a window since the last time; how many there were. */
    long sweep() {
        Map<StreamEntity.Kind, List<StreamView>> views = StreamView.of(definitions.get());
        if (views.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant();
        if (database.query("SELECT 1 FROM features.stream_sweep", row -> 1).isEmpty()) {
            rebuild.ask(views, text -> LOG.infof("the stream's first rows: %s", text));
            database.update("INSERT INTO features.stream_sweep (swept_until) VALUES (?) ON CONFLICT DO NOTHING", now);
        }
        Optional<Instant> last = claim(now);
        if (last.isEmpty()) {
            return 0;
        }
        try {
            long asked = due(views, last.get(), now);
            database.update("UPDATE features.stream_sweep SET swept_until = greatest(swept_until, ?)", now);
            return asked;
        } finally {
            database.update("UPDATE features.stream_sweep SET claimed_until = '-infinity'");
        }
    }

    /** Asks for the rows of entities whose stored events were changed; how many there were. */
    int tellChanges() {
        List<Change> changes = database.query(
                "SELECT ctid::text, kind, entity_id, changed_in FROM features.stream_change LIMIT ?",
                row -> new Change(
                        row.getString(1),
                        new StreamEntity(
                                StreamEntity.Kind.ofCode(row.getString(2).charAt(0))
                                        .orElseThrow(),
                                row.getLong(3)),
                        row.getLong(4)),
                CHANGES);
        updates.send(changes.stream()
                .map(change -> new FeatureUpdate.Changed(change.entity(), change.changedIn()))
                .toList());
        for (Change change : changes) {
            database.update(
                    "DELETE FROM features.stream_change WHERE ctid = ?::tid AND kind = ? AND entity_id = ? AND changed_in = ?",
                    change.row(),
                    String.valueOf(change.entity().kind().code()),
                    change.entity().id(),
                    change.changedIn());
        }
        return changes.size();
    }

    /** Up to when rows have been seen to; empty when another instance is at it. */
    private Optional<Instant> claim(Instant now) {
        return database.queryOne(
                "UPDATE features.stream_sweep SET claimed_until = ? WHERE claimed_until < ? RETURNING swept_until",
                row -> Objects.requireNonNull(Database.instant(row, "swept_until")),
                now.plus(LEASE),
                now);
    }

    private long due(Map<StreamEntity.Kind, List<StreamView>> views, Instant last, Instant now) {
        long asked = 0;
        for (Map.Entry<StreamEntity.Kind, List<StreamView>> kind : views.entrySet()) {
            for (Gap gap : gaps(kind.getValue(), last.getEpochSecond(), now.getEpochSecond())) {
                asked += entities.between(
                        kind.getKey(),
                        gap.from(),
                        gap.to(),
                        batch -> updates.send(
                                batch.stream().map(FeatureUpdate.Due::new).toList()));
            }
        }
        return asked;
    }

    /**
     * Seconds whose events have left a window.
     *
     * @param to exclusive
     */
    record Gap(long from, long to) {}

    /** A hop leaves a window as many seconds after its beginning as the window is long. */
    static List<Gap> gaps(List<StreamView> views, long last, long now) {
        List<Gap> gaps = new ArrayList<>();
        for (StreamView view : views) {
            long hop = view.plan().hop();
            long from = view.plan().hopOf(last) + hop;
            long to = view.plan().hopOf(now) + hop;
            if (from < to) {
                view.plan().windows().forEach(window -> {
                    Gap gap = new Gap(from - window, to - window);
                    if (!gaps.contains(gap)) {
                        gaps.add(gap);
                    }
                });
            }
        }
        return gaps;
    }
}
