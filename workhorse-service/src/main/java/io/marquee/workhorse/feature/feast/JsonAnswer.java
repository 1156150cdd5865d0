package io.marquee.workhorse.feature.feast;

import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.serving.EntityColumn;
import io.marquee.workhorse.feature.serving.FeaturePlan;
import io.marquee.workhorse.feature.serving.FieldStatus;
import io.marquee.workhorse.feature.serving.OnlineFeatures;
import io.marquee.workhorse.feature.serving.RowReply;

/**
 * The answer of {@code /get-online-features}, column by column. A value that JSON has no number for, NaN or an infinity, is
 * null. Source: feast {@code sdk/python/feast/feature_server_utils.py}, {@code convert_response_to_dict}.
 */
final class JsonAnswer {

    private static final byte[] RESULTS = JsonBytes.ascii("{\"results\":[");
    private static final byte[] VALUES = JsonBytes.ascii("{\"values\":[");
    private static final byte[] STATUSES = JsonBytes.ascii("],\"statuses\":[");
    private static final byte[] TIMESTAMPS = JsonBytes.ascii("],\"event_timestamps\":[");
    private static final byte[] END = JsonBytes.ascii("]}");
    private static final byte[] METADATA = JsonBytes.ascii("],\"metadata\":{\"feature_names\":[");
    private static final byte[] NO_TIMESTAMP = JsonBytes.ascii("\"1970-01-01T00:00:00Z\"");
    private static final int BYTES_PER_VALUE = 48;

    private final OnlineFeatures features;
    private final JsonBytes out;
    private final FieldStatus[] statuses;
    private final byte[][][] timestamps;

    private JsonAnswer(OnlineFeatures features) {
        this.features = features;
        int columns = features.columns().size() + features.entities().size();
        this.out = new JsonBytes(256 + columns * (64 + features.rows() * BYTES_PER_VALUE));
        this.statuses = new FieldStatus[features.rows()];
        this.timestamps = new byte[features.views()][features.rows()][];
    }

    /** Writes the answer. */
    static JsonBytes of(OnlineFeatures features) {
        return new JsonAnswer(features).write();
    }

    private JsonBytes write() {
        out.raw(RESULTS);
        boolean first = true;
        for (EntityColumn entity : features.entities()) {
            separate(first);
            first = false;
            entity(entity);
        }
        timestamps();
        for (FeaturePlan.Column column : features.columns()) {
            separate(first);
            first = false;
            feature(column);
        }
        out.raw(METADATA);
        first = true;
        for (EntityColumn entity : features.entities()) {
            separate(first);
            first = false;
            out.text(entity.joinKey());
        }
        separate(first);
        out.raw(features.names());
        return out.raw(END).raw('}');
    }

    private void entity(EntityColumn entity) {
        out.raw(VALUES);
        for (int row = 0; row < features.rows(); row++) {
            separate(row == 0);
            Object value = entity.values()[row];
            if (entity.type() == ValueType.STRING) {
                out.text((String) value);
            } else if (entity.type() == ValueType.BYTES) {
                out.base64((byte[]) value);
            } else {
                out.number(((Number) value).longValue());
            }
        }
        out.raw(STATUSES);
        for (int row = 0; row < features.rows(); row++) {
            separate(row == 0);
            out.raw(FieldStatus.PRESENT.json());
        }
        out.raw(TIMESTAMPS);
        for (int row = 0; row < features.rows(); row++) {
            separate(row == 0);
            out.raw(NO_TIMESTAMP);
        }
        out.raw(END);
    }

    private void feature(FeaturePlan.Column column) {
        out.raw(VALUES);
        for (int row = 0; row < features.rows(); row++) {
            separate(row == 0);
            statuses[row] = features.status(column, row);
            RowReply found = features.row(column, row);
            if (found == null) {
                out.nothing();
            } else {
                JsonValues.write(out, found.bytes(), found.from(column.slot()), found.length(column.slot()));
            }
        }
        out.raw(STATUSES);
        for (int row = 0; row < features.rows(); row++) {
            separate(row == 0);
            out.raw(statuses[row].json());
        }
        out.raw(TIMESTAMPS);
        byte[][] times = timestamps[column.view()];
        for (int row = 0; row < features.rows(); row++) {
            separate(row == 0);
            out.raw(times[row]);
        }
        out.raw(END);
    }

    /** All features of a view share its rows' times, so these are written once. */
    private void timestamps() {
        for (int view = 0; view < features.views(); view++) {
            for (int row = 0; row < features.rows(); row++) {
                timestamps[view][row] = Rfc3339.quoted(features.seconds(view, row), features.nanos(view, row));
            }
        }
    }

    private void separate(boolean first) {
        if (!first) {
            out.raw(',');
        }
    }
}
