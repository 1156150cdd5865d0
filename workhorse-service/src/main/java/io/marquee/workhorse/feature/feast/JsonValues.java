package io.marquee.workhorse.feature.feast;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Values of {@code feast.types.Value} as the JSON that Feast's feature server answers with, straight from their bytes.
 * Source: feast {@code sdk/python/feast/feature_server_utils.py}.
 */
final class JsonValues {

    private static final DateTimeFormatter PYTHON_ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    /** What Feast's Python writes for a missing moment. */
    private static final long NO_TIME = Long.MIN_VALUE;

    private JsonValues() {}

    /**
     * Writes one value; null for the empty message.
     *
     * @throws IllegalArgumentException when the bytes are no such message
     */
    static void write(JsonBytes out, byte[] value) {
        write(out, value, 0, value.length);
    }

    /** Writes the value in these bytes, likewise. */
    static void write(JsonBytes out, byte[] bytes, int from, int length) {
        if (length == 0) {
            out.nothing();
        } else {
            write(out, new ProtoReader(bytes, from, from + length));
        }
    }

    private static void write(JsonBytes out, ProtoReader in) {
        boolean written = false;
        while (in.hasMore()) {
            int tag = in.tag();
            if (written || !scalarOrList(out, in, tag)) {
                in.skip(tag);
            } else {
                written = true;
            }
        }
        if (!written) {
            out.nothing();
        }
    }

    /** Writes the value of a field of the oneof; whether there was one to write. */
    private static boolean scalarOrList(JsonBytes out, ProtoReader in, int tag) {
        int field = tag >>> 3;
        switch (field) {
            case 1 -> out.base64(in.byteArray());
            // Text, and what Feast keeps as text: JSON, UUIDs and decimals.
            case 2, 32, 36, 37, 44 -> in.text(out);
            case 3 -> out.number((int) in.varint());
            case 4, 8 -> out.number(in.varint());
            case 5 -> out.number(in.fixed64());
            case 6 -> out.number((double) in.fixed32());
            case 7 -> out.bool(in.varint() != 0);
            case 20, 34 -> map(out, in.message());
            case 21, 35 -> repeated(out, in.message(), maps -> map(out, maps.message()));
            case 42, 43 -> repeated(out, in.message(), values -> write(out, values.message()));
            case 48 -> zonedTimestamp(out, in.message());
            // 19 is the explicit null; Feast answers null for 47, a map whose keys are no text, too.
            case 19, 47 -> {
                return false;
            }
            default -> {
                return list(out, in, field);
            }
        }
        return true;
    }

    private static boolean list(JsonBytes out, ProtoReader in, int field) {
        switch (field) {
            case 11, 22 -> repeated(out, in.message(), elements -> out.base64(elements.byteArray()));
            case 12, 23, 33, 38, 39, 40, 41, 45, 46 -> repeated(out, in.message(), elements -> elements.text(out));
            case 13, 24 -> packed(out, in.message(), elements -> out.number((int) elements.varint()));
            case 14, 18, 25, 29 -> packed(out, in.message(), elements -> out.number(elements.varint()));
            case 15, 26 -> packed(out, in.message(), elements -> out.number(elements.fixed64()));
            case 16, 27 -> packed(out, in.message(), elements -> out.number((double) elements.fixed32()));
            case 17, 28 -> packed(out, in.message(), elements -> out.bool(elements.varint() != 0));
            default -> {
                return false;
            }
        }
        return true;
    }

    private interface Element {
        void write(ProtoReader in);
    }

    private static void repeated(JsonBytes out, ProtoReader in, Element element) {
        out.raw('[');
        boolean first = true;
        while (in.hasMore()) {
            in.tag();
            separate(out, first);
            first = false;
            element.write(in);
        }
        out.raw(']');
    }

    /** Numbers, which writers may pack into one field or write one by one. */
    private static void packed(JsonBytes out, ProtoReader in, Element element) {
        out.raw('[');
        boolean first = true;
        while (in.hasMore()) {
            boolean isPacked = (in.tag() & 7) == ProtoReader.LENGTH;
            ProtoReader elements = isPacked ? in.message() : in;
            if (!elements.hasMore()) {
                break;
            }
            do {
                separate(out, first);
                first = false;
                element.write(elements);
            } while (isPacked && elements.hasMore());
        }
        out.raw(']');
    }

    private static void map(JsonBytes out, ProtoReader in) {
        out.raw('{');
        boolean first = true;
        while (in.hasMore()) {
            in.tag();
            separate(out, first);
            first = false;
            entry(out, in.message());
        }
        out.raw('}');
    }

    private static void entry(JsonBytes out, ProtoReader in) {
        String key = "";
        byte[] value = new byte[0];
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> key = in.text();
                case 2 -> value = in.byteArray();
                default -> in.skip(tag);
            }
        }
        out.text(key).raw(':');
        write(out, value);
    }

    private static void zonedTimestamp(JsonBytes out, ProtoReader in) {
        long seconds = 0;
        String zone = "";
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> seconds = in.varint();
                case 2 -> zone = in.text();
                default -> in.skip(tag);
            }
        }
        if (seconds == NO_TIME) {
            out.nothing();
            return;
        }
        try {
            ZoneId stored = zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
            out.text(PYTHON_ISO.format(Instant.ofEpochSecond(seconds).atZone(stored)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a moment in the time zone '" + zone + "' cannot be read", e);
        }
    }

    private static void separate(JsonBytes out, boolean first) {
        if (!first) {
            out.raw(',');
        }
    }
}
