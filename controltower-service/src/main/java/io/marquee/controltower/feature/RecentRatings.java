package io.marquee.controltower.feature;

import io.marquee.contract.event.InteractionType;
import io.marquee.contract.event.UserInteraction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ratings that this instance has taken in lately, for the time until the online store has them: who has just rated a movie
 * must not get it recommended by the next request. It only adds to what the store says and never overrules it.
 */
@ApplicationScoped
public class RecentRatings {

    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MAX_USERS = 10_000;
    private static final int MAX_RATINGS_PER_USER = 200;

    private record Noted(float rating, Instant at) {}

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Users by last rating, each with movies by last rating; oldest first. */
    private final Map<Long, LinkedHashMap<Long, Noted>> users = new LinkedHashMap<>();

    RecentRatings(Clock clock) {
        this.clock = clock;
    }

    /** Notes the interaction if it is a rating. */
    public void note(UserInteraction interaction) {
        Long movieId = interaction.contentId();
        Double rating = interaction.rating();
        if (interaction.interactionType() != InteractionType.RATING || movieId == null || rating == null) {
            return;
        }
        lock.lock();
        try {
            LinkedHashMap<Long, Noted> movies = users.remove(interaction.userId());
            if (movies == null) {
                movies = new LinkedHashMap<>();
            }
            movies.remove(movieId);
            movies.put(movieId, new Noted(rating.floatValue(), clock.instant()));
            dropOldest(movies, MAX_RATINGS_PER_USER);
            users.put(interaction.userId(), movies);
            dropOldest(users, MAX_USERS);
        } finally {
            lock.unlock();
        }
    }

    private static void dropOldest(Map<Long, ?> map, int max) {
        if (map.size() > max) {
            Iterator<Long> oldest = map.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /**
     * The store's history of a user with the ratings it does not have yet at the end.
     *
     * @param stored what the store says, null when it says nothing
     * @return {@code stored} itself when there is nothing to add
     */
    public @Nullable RatingHistory addTo(@Nullable RatingHistory stored, long userId) {
        List<Map.Entry<Long, Noted>> recent = recentOf(userId);
        if (recent.isEmpty()) {
            return stored;
        }
        List<Map.Entry<Long, Noted>> missing = recent.stream()
                .filter(rated -> stored == null || !stored.contains(rated.getKey()))
                .toList();
        if (missing.isEmpty()) {
            return stored;
        }
        RatingHistory history = stored == null ? RatingHistory.NONE : stored;
        for (Map.Entry<Long, Noted> rated : missing) {
            history = history.plus(rated.getKey(), rated.getValue().rating());
        }
        return history;
    }

    private List<Map.Entry<Long, Noted>> recentOf(long userId) {
        Instant oldest = clock.instant().minus(REMEMBERED);
        lock.lock();
        try {
            LinkedHashMap<Long, Noted> movies = users.get(userId);
            if (movies == null) {
                return List.of();
            }
            movies.values().removeIf(noted -> noted.at().isBefore(oldest));
            if (movies.isEmpty()) {
                users.remove(userId);
            }
            return new ArrayList<>(movies.entrySet());
        } finally {
            lock.unlock();
        }
    }
}
