package io.marquee.contract.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a feature view in the online store.
 *
 * @param eventTimestamp when its values became true
 * @param values feature name to value; a null value is a feature that is known to be missing
 */
public record OnlineRow(Instant eventTimestamp, Map<String, @Nullable Object> values) {

    /** A field of a Redis hash with its value. */
    public record HashEntry(byte[] field, byte[] value) {}

    /** The row as fields of the entity's Redis hash, the timestamp field last. */
    public List<HashEntry> toHash(FeatureView view) {
        List<HashEntry> entries = new ArrayList<>(view.fields().size() + 1);
        for (FeatureField field : view.fields()) {
            entries.add(new HashEntry(
                    HashField.ofFeature(view.name(), field.name()),
                    ValueCodec.encode(field.type(), values.get(field.name()))));
        }
        entries.add(new HashEntry(HashField.ofTimestamp(view.name()), ValueCodec.encodeTimestamp(eventTimestamp)));
        return entries;
    }

    /** The hash fields to ask Redis for, in the order {@link #fromHash} expects: the features, then the timestamp. */
    public static List<byte[]> hashFields(String view, List<String> features) {
        List<byte[]> fields = new ArrayList<>(features.size() + 1);
        for (String feature : features) {
            fields.add(HashField.ofFeature(view, feature));
        }
        fields.add(HashField.ofTimestamp(view));
        return fields;
    }

    /**
     * Reads what Redis answered for {@link #hashFields}.
     *
     * @param hash one value per asked field, null where the hash has no such field
     * @return the row, or null when the entity has none
     */
    public static @Nullable OnlineRow fromHash(List<String> features, List<byte @Nullable []> hash) {
        if (hash.size() != features.size() + 1) {
            throw new IllegalArgumentException(
                    "expected " + (features.size() + 1) + " hash values, got " + hash.size());
        }
        byte[] timestamp = hash.get(features.size());
        if (timestamp == null) {
            return null;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < features.size(); i++) {
            byte[] value = hash.get(i);
            values.put(features.get(i), value == null ? null : ValueCodec.decode(value));
        }
        return new OnlineRow(ValueCodec.decodeTimestamp(timestamp), values);
    }
}
