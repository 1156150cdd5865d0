package io.marquee.workhorse.ingestion;

import io.marquee.contract.event.EventCodec;
import io.marquee.contract.event.InteractionType;
import io.marquee.contract.event.Topic;
import io.marquee.contract.event.UserInteraction;
import io.marquee.workhorse.feature.RefreshQueue;
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
import java.sql.Types;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Stores what users did. Each event counts once, however often it is delivered; a rating becomes the user's rating of the
 * movie unless a newer one is there. What cannot be true, and a rating of a movie that is not in the catalogue, goes to
 * quarantine.
 */
@ApplicationScoped
public class InteractionService {

    private static final Logger LOG = Logger.getLogger(InteractionService.class);

    private final Database database;
    private final RefreshQueue refreshes;
    private final MeterRegistry meters;
    private final IngestionConfig config;
    private final Clock clock;

    InteractionService(
            Database database, RefreshQueue refreshes, MeterRegistry meters, IngestionConfig config, Clock clock) {
        this.database = database;
        this.refreshes = refreshes;
        this.meters = meters;
        this.config = config;
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

    /** A rating with the id that its movie has now. */
    private record MovieRating(UserInteraction interaction, long movieId) {}

    /** What became of a batch. */
    private record Stored(List<UserInteraction> unseen, List<Refused> refused) {}

    /** Stores a batch in one transaction: all of it or nothing. */
    public void store(List<UserInteraction> interactions) {
        if (interactions.isEmpty()) {
            return;
        }
        count(QuarkusTransaction.requiringNew()
                .call(() -> database.with(connection -> {
                    Stored stored = store(connection, interactions);
                    quarantine(connection, stored.refused());
                    return stored;
                })));
    }

    /**
     * Stores interactions that are in quarantine once more, as part of the current transaction, as if they had never been
     * seen. What is refused again is told by the id of its event; the quarantine itself is not touched.
     */
    public Map<String, Objection> storeAgain(List<UserInteraction> interactions) {
        return database.with(connection -> {
            String[] ids = interactions.stream().map(UserInteraction::eventId).toArray(String[]::new);
            Database.update(
                    connection, "DELETE FROM catalog.interaction_events WHERE event_id = ANY (?)", (Object) ids);
            Map<String, Objection> objections = new HashMap<>();
            for (Refused one : store(connection, interactions).refused()) {
                objections.put(
                        one.interaction().eventId(),
                        new Objection(one.objection().field(), one.objection().reason()));
            }
            return objections;
        });
    }

    private Stored store(Connection connection, List<UserInteraction> interactions) throws SQLException {
        InteractionScreen screen = new InteractionScreen(clock);
        List<UserInteraction> good = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (UserInteraction interaction : interactions) {
            screen.objection(interaction)
                    .ifPresentOrElse(
                            objection -> refused.add(new Refused(interaction, objection)), () -> good.add(interaction));
        }
        List<UserInteraction> unseen = insertUnseen(connection, good);
        refused.addAll(storeRatings(connection, unseen));
        return new Stored(unseen, refused);
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forgetOldInteractions() {
        int gone = database.update(
                "DELETE FROM catalog.interaction_events WHERE stored_at < ?",
                clock.instant().minus(config.interactionRetention()));
        if (gone > 0) {
            LOG.infof("%d interactions were older than %s", gone, config.interactionRetention());
        }
    }

    /** Stores the ratings among them; those of unknown movies are given back. */
    private List<Refused> storeRatings(Connection connection, List<UserInteraction> unseen) throws SQLException {
        List<UserInteraction> ratings = unseen.stream()
                .filter(interaction -> interaction.interactionType() == InteractionType.RATING)
                .toList();
        if (ratings.isEmpty()) {
            return List.of();
        }
        Map<Long, Long> known = knownMovies(connection, ratings);
        List<Refused> orphans = new ArrayList<>();
        List<MovieRating> good = new ArrayList<>();
        Set<Long> users = new TreeSet<>();
        Set<Long> movies = new TreeSet<>();
        for (UserInteraction rating : ratings) {
            Long movieId = known.get(rating.contentId());
            if (movieId != null) {
                good.add(new MovieRating(rating, movieId));
                users.add(rating.userId());
                movies.add(movieId);
            } else {
                orphans.add(new Refused(rating, InteractionScreen.unknownMovie(rating)));
            }
        }
        // Always locked in the same order, so that two instances cannot deadlock.
        good.sort(Comparator.<MovieRating>comparingLong(
                        rating -> rating.interaction().userId())
                .thenComparing(MovieRating::movieId)
                .thenComparing(rating -> rating.interaction().timestamp()));
        upsert(connection, good);
        refreshes.add("user", users);
        refreshes.add("movie", movies);
        return orphans;
    }

    private static List<UserInteraction> insertUnseen(Connection connection, List<UserInteraction> interactions)
            throws SQLException {
        Set<String> inserted = new HashSet<>();
        List<UserInteraction> unseen = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO catalog.interaction_events
                    (event_id, user_id, movie_id, interaction_type, rating, duration_seconds, occurred_at)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_id) DO NOTHING
                """)) {
            for (UserInteraction interaction : interactions) {
                insert.setString(1, interaction.eventId());
                insert.setLong(2, interaction.userId());
                insert.setObject(3, interaction.contentId(), Types.BIGINT);
                insert.setString(4, interaction.interactionType().wireName());
                insert.setObject(5, interaction.rating(), Types.REAL);
                insert.setObject(6, interaction.durationSeconds(), Types.DOUBLE);
                insert.setObject(7, interaction.timestamp().atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            int[] counts = insert.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 1 && inserted.add(interactions.get(i).eventId())) {
                    unseen.add(interactions.get(i));
                }
            }
        }
        return unseen;
    }

    /** The movies that the ratings mean, by the id that they use, which may be one that the movie once had. */
    private static Map<Long, Long> knownMovies(Connection connection, List<UserInteraction> ratings)
            throws SQLException {
        long[] asked = ratings.stream()
                .mapToLong(UserInteraction::contentId)
                .distinct()
                .toArray();
        Map<Long, Long> known = new HashMap<>();
        Database.query(connection, """
                        SELECT asked.id, m.movie_id FROM unnest(?) AS asked(id)
                        LEFT JOIN catalog.movie_aliases a ON a.alias_id = asked.id
                        JOIN catalog.movies m ON m.movie_id = coalesce(a.movie_id, asked.id)
                        """, row -> Map.entry(row.getLong(1), row.getLong(2)), (Object) asked)
                .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
        return known;
    }

    private static void upsert(Connection connection, List<MovieRating> ratings) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO catalog.ratings AS known (user_id, movie_id, rating, rated_at, source)
                VALUES (?, ?, ?, ?, 'interaction')
                ON CONFLICT (user_id, movie_id) DO UPDATE SET
                    rating = excluded.rating, rated_at = excluded.rated_at, source = excluded.source, updated_at = now()
                WHERE excluded.rated_at > known.rated_at
                """)) {
            for (MovieRating rating : ratings) {
                upsert.setLong(1, rating.interaction().userId());
                upsert.setLong(2, rating.movieId());
                upsert.setObject(3, rating.interaction().rating(), Types.REAL);
                upsert.setObject(4, rating.interaction().timestamp().atOffset(ZoneOffset.UTC));
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static void quarantine(Connection connection, List<Refused> refused) throws SQLException {
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
        for (UserInteraction interaction : stored.unseen()) {
            meters.counter(
                            "marquee_interactions_stored_total",
                            "interaction_type",
                            interaction.interactionType().wireName())
                    .increment();
        }
        meters.counter("marquee_interactions_quarantined_total")
                .increment(stored.refused().size());
    }

    /** Text that PostgreSQL takes: no NUL, not too long. */
    private static String storable(String text, int length) {
        String clean = text.replace('\0', '\uFFFD');
        return clean.length() <= length ? clean : clean.substring(0, length);
    }
}
