package io.marquee.contract.feature;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A group of features of the same entities, computed and stored together.
 *
 * @param name its name, also in Redis and as the prefix of full feature names
 * @param version counts up with each change of the definition, from 1
 * @param joinKeys at least one
 * @param fields at least one, in definition order
 * @param ttl how long a row stays valid after its event timestamp; zero means forever
 * @param owner who answers for it
 * @param sql the DuckDB query that computes it; its result has the join keys, {@code event_timestamp} and the fields
 */
public record FeatureView(
        String name,
        int version,
        List<JoinKey> joinKeys,
        List<FeatureField> fields,
        Duration ttl,
        String owner,
        String description,
        Map<String, String> tags,
        String sql) {

    public FeatureView {
        joinKeys = List.copyOf(joinKeys);
        fields = List.copyOf(fields);
        tags = Map.copyOf(tags);
        if (joinKeys.isEmpty()) {
            throw new IllegalArgumentException("feature view '" + name + "' needs a join key");
        }
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("feature view '" + name + "' needs a feature");
        }
        if (version < 1) {
            throw new IllegalArgumentException(
                    "feature view '" + name + "': version must be at least 1, got: " + version);
        }
        if (ttl.isNegative()) {
            throw new IllegalArgumentException("feature view '" + name + "': ttl must not be negative, got: " + ttl);
        }
        Set<String> names = new HashSet<>();
        for (FeatureField field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException(
                        "feature view '" + name + "' has two features named '" + field.name() + "'");
            }
        }
    }

    /** The feature of that name. */
    public Optional<FeatureField> field(String fieldName) {
        return fields.stream().filter(field -> field.name().equals(fieldName)).findFirst();
    }
}
