package io.marquee.workhorse.ingestion;

import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.InteractionType;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UserInteraction;
import io.marquee.workhorse.feature.RefreshQueue;
import io.marquee.workhorse.feature.stream.FeatureStream;
import io.marquee.workhorse.feature.stream.StoredInteraction;
import io.marquee.workhorse.ingestion.quality.quarantine.KeptRecord;
import io.marquee.workhorse.platform.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Stores what users did. Each event counts once, however often it is delivered; a rating becomes the user's rating of the
 * movie unless a newer one is there. What cannot be true, and a rating of a movie that is not in the catalogue, goes to
 * quarantine instead.
 */
@ApplicationScoped
public class InteractionService {

    private static final Logger LOG = Logger.getLogger(InteractionService.class);

    private final Database database;
    private final RefreshQueue refreshes;
    private final FeatureStream stream;
    private final MeterRegistry meters;
    private final Clock clock;

    InteractionService(
            Database database, RefreshQueue refreshes, FeatureStream stream, MeterRegistry meters, Clock clock) {
        this.database = database;
        this.refreshes = refreshes;
        this.stream = stream;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Why an interaction is not taken.
     *
     * @param field of the event
     * @param reason for people
     */
    public record Objection(String field, String reason) {}

    /** An interaction that goes to quarantine. */
    private record Refused(UserInteraction interaction, InteractionScreen.Objection objection) {}

    /** What became of a batch. */
    private record Stored(List<UserInteraction> unseen, List<StoredInteraction> all, List<Refused> refused) {}

    /**
     * Stores a batch in one transaction, all of it or nothing, and then has features follow. After a failure of either, the
     * whole batch can be stored again.
     */
    public void store(List<UserInteraction> interactions) {
        stream.tell(keep(interactions));
    }

    /** Stores a batch; what the table of interactions holds of it. Somebody has to tell the {@link FeatureStream}. */
    List<StoredInteraction> keep(List<UserInteraction> interactions) {
        if (interactions.isEmpty()) {
            return List.of();
        }
        Stored stored = QuarkusTransaction.requiringNew()
                .call(() -> database.with(connection -> {
                    Stored batch = store(connection, interactions);
                    quarantine(connection, batch.refused());
                    return batch;
                }));
        count(stored);
        return stored.all();
    }

    /**
     * Stores interactions that are in quarantine once more, as part of the current transaction, as if they had never been
     * seen. What is refused again is told by the id of its event; the quarantine itself is not touched.
     */
    public Map<String, Objection> storeAgain(List<UserInteraction> interactions) {
        return database.with(connection -> {
            List<String> ids =
                    interactions.stream().map(UserInteraction::eventId).toList();
            List<StoredInteraction> before = InteractionTable.stored(connection, ids);
            Database.update(connection, "DELETE FROM catalog.interaction_events WHERE event_id = ANY (?)", (Object)
                    ids.toArray(String[]::new));
            Stored stored = store(connection, interactions);
            noteChange(before);
            noteChange(stored.all());
            Map<String, Objection> objections = new HashMap<>();
            for (Refused one : stored.refused()) {
                objections.put(
                        one.interaction().eventId(),
                        new Objection(one.objection().field(), one.objection().reason()));
            }
            return objections;
        });
    }

    private Stored store(Connection connection, List<UserInteraction> interactions) throws SQLException {
        InteractionScreen screen = new InteractionScreen(clock);
        Map<Long, Long> movies = RatingTable.knownMovies(
                connection,
                interactions.stream()
                        .map(UserInteraction::contentId)
                        .filter(Objects::nonNull)
                        .toList());
        List<UserInteraction> good = new ArrayList<>(interactions.size());
        List<Refused> refused = new ArrayList<>();
        for (UserInteraction interaction : interactions) {
            screen.objection(interaction)
                    .or(() -> screen.unknownMovie(interaction, movies.keySet()))
                    .ifPresentOrElse(
                            objection -> refused.add(new Refused(interaction, objection)), () -> good.add(interaction));
        }
        InteractionTable.Inserted inserted = InteractionTable.insert(connection, good, movies);
        storeRatings(connection, inserted.unseen(), movies);
        return new Stored(inserted.unseen(), inserted.all(), refused);
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forgetOldInteractions() {
        Duration retention = stream.retention();
        int gone = database.update(
                "DELETE FROM catalog.interaction_events WHERE stored_at < ?",
                clock.instant().minus(retention));
        if (gone > 0) {
            LOG.infof("%d interactions were older than %s", gone, retention);
        }
    }

    private void storeRatings(Connection connection, List<UserInteraction> unseen, Map<Long, Long> movies)
            throws SQLException {
        List<RatingTable.MovieRating> ratings = new ArrayList<>();
        Set<Long> users = new TreeSet<>();
        Set<Long> rated = new TreeSet<>();
        for (UserInteraction interaction : unseen) {
            if (interaction.interactionType() == InteractionType.RATING) {
                long movieId = Objects.requireNonNull(movies.get(interaction.contentId()));
                ratings.add(new RatingTable.MovieRating(interaction, movieId));
                users.add(interaction.userId());
                rated.add(movieId);
            }
        }
        RatingTable.store(connection, ratings);
        refreshes.add("user", users);
        refreshes.add("movie", rated);
    }

    private void noteChange(Collection<StoredInteraction> changed) {
        stream.noteChange(
                changed.stream().map(one -> one.event().userId()).toList(),
                changed.stream()
                        .map(one -> one.event().movieId())
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static void quarantine(Connection connection, List<Refused> refused) throws SQLException {
        if (refused.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO catalog.quarantine (event_id, source, target, file, line, raw, raw_cut, field, reason)
                VALUES (?, 'interaction', 'interactions', ?, 0, ?, ?, ?, ?) ON CONFLICT (event_id) DO NOTHING
                """)) {
            for (Refused one : refused) {
                insert.setString(1, storable(one.interaction().eventId(), 200));
                insert.setString(2, Topic.USER_INTERACTIONS.topicName());
                String raw = new String(EventCodec.encode(one.interaction()), StandardCharsets.UTF_8);
                insert.setString(3, storable(raw, KeptRecord.MAX_CHARS));
                insert.setBoolean(4, raw.length() > KeptRecord.MAX_CHARS);
                insert.setString(5, one.objection().field());
                insert.setString(6, one.objection().reason());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void count(Stored stored) {
        Map<InteractionType, Integer> byType = new EnumMap<>(InteractionType.class);
        stored.unseen().forEach(interaction -> byType.merge(interaction.interactionType(), 1, Integer::sum));
        byType.forEach((type, number) -> meters.counter(
                        "marquee_interactions_stored_total", "interaction_type", type.wireName())
                .increment(number));
        meters.counter("marquee_interactions_quarantined_total")
                .increment(stored.refused().size());
    }

    /** Text that PostgreSQL takes: no NUL, not too long. */
    private static String storable(String text, int length) {
        String clean = text.replace('\0', '\uFFFD');
        return clean.length() <= length ? clean : clean.substring(0, length);
    }
}
