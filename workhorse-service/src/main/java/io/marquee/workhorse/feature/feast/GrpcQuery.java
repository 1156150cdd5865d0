package io.marquee.workhorse.feature.feast;

import io.marquee.contract.feature.ValueCodec;
import io.marquee.workhorse.feature.serving.OnlineQuery;
import io.marquee.workhorse.feature.serving.ServingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code feast.serving.GetOnlineFeaturesRequest}. Source: feast {@code protos/feast/serving/ServingService.proto}. */
final class GrpcQuery {

    private GrpcQuery() {}

    /**
     * Reads a query.
     *
     * @throws ServingException when the bytes are no such message
     */
    static OnlineQuery read(byte[] message) {
        try {
            return read(new ProtoReader(message));
        } catch (IllegalArgumentException e) {
            throw new ServingException(
                    ServingException.Kind.INVALID, "not a GetOnlineFeaturesRequest: " + e.getMessage(), e);
        }
    }

    private static OnlineQuery read(ProtoReader in) {
        String service = null;
        List<String> features = new ArrayList<>();
        boolean fullNames = false;
        Map<String, List<@Nullable Object>> entities = new LinkedHashMap<>();
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> service = in.text();
                case 2 -> strings(in.message(), features);
                case 3 -> entity(in.message(), entities);
                case 4 -> fullNames = in.varint() != 0;
                default -> in.skip(tag);
            }
        }
        return new OnlineQuery(service == null || service.isEmpty() ? null : service, features, fullNames, entities);
    }

    private static void strings(ProtoReader in, List<String> strings) {
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 == 1) {
                strings.add(in.text());
            } else {
                in.skip(tag);
            }
        }
    }

    private static void entity(ProtoReader in, Map<String, List<@Nullable Object>> entities) {
        String name = "";
        List<@Nullable Object> values = new ArrayList<>();
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> name = in.text();
                case 2 -> values(in.message(), values);
                default -> in.skip(tag);
            }
        }
        entities.put(name, values);
    }

    private static void values(ProtoReader in, List<@Nullable Object> values) {
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag >>> 3 == 1) {
                values.add(ValueCodec.decode(in.byteArray()));
            } else {
                in.skip(tag);
            }
        }
    }
}
