package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.HashField;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import java.util.ArrayList;
import java.util.List;

/** Puts rows of a view into batches: names and their hashes are worked out once for all of them. */
final class RowEncoder {

    private final FeatureView view;
    private final String project;
    private final byte[][] fields;
    private final byte[] timestampField;

    RowEncoder(FeatureView view, String project) {
        this.view = view;
        this.project = project;
        this.fields = view.fields().stream()
                .map(FeatureField::name)
                .map(name -> argument(HashField.ofFeature(view.name(), name)))
                .toArray(byte[][]::new);
        this.timestampField = argument(HashField.ofTimestamp(view.name()));
    }

    private static byte[] argument(byte[] bytes) {
        return new ByteBuilder(64).putBulk(bytes).copy();
    }

    FeatureView view() {
        return view;
    }

    String project() {
        return project;
    }

    /** The field of a feature, as an argument. */
    byte[] field(int position) {
        return fields[position];
    }

    /** The field of the row's time, as an argument. */
    byte[] timestampField() {
        return timestampField;
    }

    /** The fields of a row as arguments, that of its time first. */
    List<byte[]> allFields() {
        List<byte[]> all = new ArrayList<>(List.of(timestampField));
        all.addAll(List.of(fields));
        return all;
    }

    /** Arguments of a row besides its key. */
    int arguments() {
        return 2 * fields.length + 2;
    }

    /** Appends a row; the batch must not be full. */
    void encode(byte[] key, OnlineRow row, RowBatch batch) {
        long seconds = row.eventTimestamp().getEpochSecond();
        int nanos = row.eventTimestamp().getNano();
        batch.begin(key, key.length, seconds, nanos);
        for (int i = 0; i < fields.length; i++) {
            FeatureField field = view.fields().get(i);
            batch.putField(fields[i]);
            batch.values().put(field.type(), row.values().get(field.name()));
        }
        end(batch, seconds, nanos);
    }

    /** Ends a row with its time. */
    void end(RowBatch batch, long seconds, int nanos) {
        batch.putField(timestampField);
        batch.values().putTimestamp(seconds, nanos);
        batch.end();
    }
}
