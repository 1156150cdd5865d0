package io.marquee.workhorse.feature.feast;

import com.google.protobuf.CodedOutputStream;
import io.marquee.contract.feature.ValueCodec;
import io.marquee.workhorse.feature.serving.EntityColumn;
import io.marquee.workhorse.feature.serving.FeaturePlan;
import io.marquee.workhorse.feature.serving.FieldStatus;
import io.marquee.workhorse.feature.serving.OnlineFeatures;
import io.marquee.workhorse.feature.serving.RowReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Writes {@code feast.serving.GetOnlineFeaturesResponse}. Values go from Redis into the answer as the bytes they are. Source:
 * feast {@code protos/feast/serving/ServingService.proto}.
 */
final class GrpcAnswer {

    /** {@code PushResponse} and {@code WriteToOnlineStoreResponse}: field 1, status, is true. */
    static final byte[] DONE = {8, 1};

    private static final byte[] NOTHING = new byte[0];
    private static final byte[] EPOCH = ValueCodec.encodeTimestamp(Instant.EPOCH);

    private GrpcAnswer() {}

    /** The bytes of the answer. */
    static byte[] of(OnlineFeatures features) {
        return message(out -> {
            out.writeByteArray(1, message(metadata -> metadata.writeByteArray(1, names(features))));
            for (EntityColumn entity : features.entities()) {
                out.writeByteArray(2, entity(entity));
            }
            byte[][][] times = times(features);
            for (FeaturePlan.Column column : features.columns()) {
                out.writeByteArray(2, feature(features, column, times[column.view()]));
            }
        });
    }

    /** {@code GetFeastServingInfoResponse}. */
    static byte[] info(String version) {
        return message(out -> out.writeString(1, version));
    }

    private static byte[] names(OnlineFeatures features) {
        return message(list -> {
            for (EntityColumn entity : features.entities()) {
                list.writeString(1, entity.joinKey());
            }
            for (FeaturePlan.Column column : features.columns()) {
                list.writeString(1, column.name());
            }
        });
    }

    private static byte[] entity(EntityColumn entity) {
        return message(vector -> {
            for (Object value : entity.values()) {
                vector.writeByteArray(1, ValueCodec.encode(entity.type(), value));
            }
            byte[] statuses = new byte[entity.values().length];
            Arrays.fill(statuses, (byte) FieldStatus.PRESENT.ordinal());
            vector.writeByteArray(2, statuses);
            for (int row = 0; row < statuses.length; row++) {
                vector.writeByteArray(3, EPOCH);
            }
        });
    }

    private static byte[] feature(OnlineFeatures features, FeaturePlan.Column column, byte[][] times) {
        return message(vector -> {
            // An enum's number below 128 is one byte, so the statuses are a packed field as they stand.
            byte[] statuses = new byte[features.rows()];
            for (int row = 0; row < statuses.length; row++) {
                statuses[row] = (byte) features.status(column, row).ordinal();
                RowReply found = features.row(column, row);
                if (found == null) {
                    vector.writeByteArray(1, NOTHING);
                } else {
                    vector.writeByteArray(1, found.bytes(), found.from(column.slot()), found.length(column.slot()));
                }
            }
            vector.writeByteArray(2, statuses);
            for (byte[] time : times) {
                vector.writeByteArray(3, time);
            }
        });
    }

    private static byte[][][] times(OnlineFeatures features) {
        byte[][][] times = new byte[features.views()][features.rows()][];
        for (int view = 0; view < times.length; view++) {
            for (int row = 0; row < times[view].length; row++) {
                times[view][row] = ValueCodec.encodeTimestamp(
                        Instant.ofEpochSecond(features.seconds(view, row), features.nanos(view, row)));
            }
        }
        return times;
    }

    private interface Writer {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            writer.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
