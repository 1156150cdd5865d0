package io.marquee.controltower.feature;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.HashField;
import io.marquee.contract.feature.ValueCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The features read of one kind of entity, with their places in its Redis hash worked out once. All views of an entity
 * share one hash, so one command reads them all.
 */
public final class EntityFields {

    /** Join key of movies. */
    public static final String MOVIE = "movie_id";

    /** Join key of users. */
    public static final String USER = "user_id";

    private final String joinKey;
    private final List<String> views = new ArrayList<>();
    private final List<String> featureNames = new ArrayList<>();
    private final List<byte[]> hashFields = new ArrayList<>();

    private EntityFields(String joinKey, Collection<FeatureReference> features) {
        this.joinKey = joinKey;
        Map<String, Set<String>> byView = new LinkedHashMap<>();
        for (FeatureReference feature : features) {
            byView.computeIfAbsent(feature.view(), view -> new LinkedHashSet<>())
                    .add(feature.feature());
        }
        byView.forEach((view, names) -> {
            for (String name : names) {
                featureNames.add(new FeatureReference(view, name).fullName());
                hashFields.add(HashField.ofFeature(view, name));
            }
        });
        byView.keySet().forEach(view -> {
            views.add(view);
            hashFields.add(HashField.ofTimestamp(view));
        });
    }

    /** Those of the features that belong to movies. */
    public static EntityFields ofMovies(Collection<FeatureReference> features) {
        return new EntityFields(MOVIE, belongingTo(MOVIE, features));
    }

    /** Those of the features that belong to users. */
    public static EntityFields ofUsers(Collection<FeatureReference> features) {
        return new EntityFields(USER, belongingTo(USER, features));
    }

    /**
     * The join key of a view's entity. Views are named after it: {@code movie_…} and {@code user_…}.
     *
     * @throws IllegalArgumentException for any other view: serving has only a movie and a user at hand
     */
    public static String joinKeyOf(String view) {
        if (view.startsWith("movie_")) {
            return MOVIE;
        }
        if (view.startsWith("user_")) {
            return USER;
        }
        throw new IllegalArgumentException(
                "feature view '" + view + "' is named after neither movie nor user, so serving cannot look it up");
    }

    private static List<FeatureReference> belongingTo(String joinKey, Collection<FeatureReference> features) {
        return features.stream()
                .filter(feature -> joinKeyOf(feature.view()).equals(joinKey))
                .toList();
    }

    /** Name of the entity's key. */
    public String joinKey() {
        return joinKey;
    }

    /** The Redis key of that entity. */
    byte[] redisKey(long id, String project) {
        return EntityKey.of(joinKey, id).redisKey(project);
    }

    /** What to ask Redis for, in the order {@link #row} expects. */
    List<byte[]> hashFields() {
        return hashFields;
    }

    /**
     * The row that Redis answered with.
     *
     * @param hash one value per asked field, null where the hash has no such field
     * @throws IllegalArgumentException when a value is not what Feast writes
     */
    EntityRow row(List<byte @Nullable []> hash) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < featureNames.size(); i++) {
            byte[] bytes = hash.get(i);
            Object value = bytes == null ? null : ValueCodec.decode(bytes);
            if (value != null) {
                values.put(featureNames.get(i), value);
            }
        }
        Map<String, Instant> times = new HashMap<>();
        for (int i = 0; i < views.size(); i++) {
            byte[] time = hash.get(featureNames.size() + i);
            if (time != null) {
                times.put(views.get(i), ValueCodec.decodeTimestamp(time));
            }
        }
        return new EntityRow(values, times);
    }
}
