package io.marquee.workhorse.feature.feast;

import io.marquee.contract.feature.ValueCodec;
import io.marquee.workhorse.feature.serving.ServingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code PushRequest} and {@code WriteToOnlineStoreRequest}: one row, its values either all text or typed. Source: feast
 * {@code protos/feast/serving/GrpcServer.proto}.
 *
 * @param name of the push source or the feature view
 * @param to where a push goes; empty in a write
 */
record GrpcRows(String name, String to, PushedTable table) {

    private static final int PUSH_TYPED = 5;
    private static final int WRITE_TYPED = 4;

    /**
     * Reads a push.
     *
     * @throws ServingException when the bytes are no such message
     */
    static GrpcRows push(byte[] message) {
        return read(message, PUSH_TYPED);
    }

    /**
     * Reads a write.
     *
     * @throws ServingException when the bytes are no such message
     */
    static GrpcRows write(byte[] message) {
        return read(message, WRITE_TYPED);
    }

    private static GrpcRows read(byte[] message, int typedField) {
        try {
            return read(new ProtoReader(message), typedField);
        } catch (IllegalArgumentException e) {
            throw new ServingException(ServingException.Kind.INVALID, "not such a request: " + e.getMessage(), e);
        }
    }

    private static GrpcRows read(ProtoReader in, int typedField) {
        String name = "";
        String to = "";
        Map<String, List<@Nullable Object>> text = new LinkedHashMap<>();
        Map<String, List<@Nullable Object>> typed = new LinkedHashMap<>();
        while (in.hasMore()) {
            int tag = in.tag();
            int field = tag >>> 3;
            if (field == 1) {
                entry(in.message(), text, false);
            } else if (field == 2) {
                name = in.text();
            } else if (field == typedField) {
                entry(in.message(), typed, true);
            } else if (field == WRITE_TYPED) {
                to = in.text();
            } else {
                in.skip(tag);
            }
        }
        if (!text.isEmpty() && !typed.isEmpty()) {
            throw ServingException.invalid("Only one of features or typed_features may be set, not both");
        }
        return new GrpcRows(name, to, new PushedTable(typed.isEmpty() ? text : typed));
    }

    private static void entry(ProtoReader in, Map<String, List<@Nullable Object>> columns, boolean typed) {
        String key = "";
        Object value = typed ? null : "";
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> key = in.text();
                case 2 -> value = typed ? ValueCodec.decode(in.byteArray()) : in.text();
                default -> in.skip(tag);
            }
        }
        List<@Nullable Object> column = new ArrayList<>();
        column.add(value);
        columns.put(key, column);
    }
}
