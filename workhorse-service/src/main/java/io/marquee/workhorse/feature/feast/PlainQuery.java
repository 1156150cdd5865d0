package io.marquee.workhorse.feature.feast;

import io.marquee.workhorse.feature.serving.OnlineQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Reads the queries that programs send: nothing but the usual fields, text of plain ASCII, entities as whole numbers or such
 * text. Whatever else a body holds, it is left to {@link QueryReader}, which knows all of JSON and says what is wrong.
 *
 * <p>Clients ask for the same features again and again. Lists of features are remembered by their bytes, so that one that was
 * seen before is compared, not read.
 */
final class PlainQuery {

    private static final int REMEMBERED = 16;
    private static final byte[] TRUE = JsonBytes.ascii("true");
    private static final byte[] FALSE = JsonBytes.ascii("false");

    /** A list from bracket to bracket; a body that goes on with these bytes has this list there. */
    private record Features(byte[] text, List<String> names) {}

    private final AtomicReferenceArray<@Nullable Features> remembered = new AtomicReferenceArray<>(REMEMBERED);

    /** What this query needs; null for a body that is not plain. */
    @Nullable
    OnlineQuery read(byte[] body) {
        return new Reading(body).query();
    }

    private @Nullable Features known(byte[] body, int at) {
        for (int i = 0; i < REMEMBERED; i++) {
            Features features = remembered.get(i);
            if (features != null
                    && features.text.length <= body.length - at
                    && Arrays.equals(body, at, at + features.text.length, features.text, 0, features.text.length)) {
                return features;
            }
        }
        return null;
    }

    private Features remember(byte[] text, List<String> names) {
        Features features = new Features(text, List.copyOf(names));
        remembered.set(Math.floorMod(Arrays.hashCode(text), REMEMBERED), features);
        return features;
    }

    /** One body. Each method that finds something else than it can read says so by {@code plain}. */
    private final class Reading {

        private final byte[] body;
        private int at;
        private boolean plain = true;

        Reading(byte[] body) {
            this.body = body;
        }

        @Nullable
        OnlineQuery query() {
            String service = null;
            List<String> features = List.of();
            boolean fullNames = false;
            Map<String, List<@Nullable Object>> entities = null;
            take('{');
            do {
                switch (name()) {
                    case "features" -> features = features();
                    case "entities" -> entities = entities();
                    case "feature_service" -> service = text();
                    case "full_feature_names" -> fullNames = flag();
                    default -> plain = false;
                }
            } while (plain && goesOn('}'));
            blanks();
            if (!plain || at != body.length || entities == null || service != null && service.isEmpty()) {
                return null;
            }
            return new OnlineQuery(service, features, fullNames, entities);
        }

        private List<String> features() {
            blanks();
            Features known = known(body, at);
            if (known != null) {
                at += known.text.length;
                return known.names;
            }
            int begin = at;
            List<String> names = new ArrayList<>();
            take('[');
            do {
                names.add(text());
            } while (plain && goesOn(']'));
            return plain ? remember(Arrays.copyOfRange(body, begin, at), names).names : List.of();
        }

        private Map<String, List<@Nullable Object>> entities() {
            Map<String, List<@Nullable Object>> entities = new LinkedHashMap<>();
            take('{');
            do {
                String name = name();
                entities.put(name, values());
            } while (plain && goesOn('}'));
            return entities;
        }

        private List<@Nullable Object> values() {
            List<@Nullable Object> values = new ArrayList<>();
            take('[');
            do {
                blanks();
                values.add(at < body.length && body[at] == '"' ? (Object) text() : (Object) number());
            } while (plain && goesOn(']'));
            return values;
        }

        private String name() {
            String name = text();
            take(':');
            return name;
        }

        private boolean flag() {
            blanks();
            boolean value = at < body.length && body[at] == 't';
            byte[] word = value ? TRUE : FALSE;
            if (word.length <= body.length - at && Arrays.equals(body, at, at + word.length, word, 0, word.length)) {
                at += word.length;
            } else {
                plain = false;
            }
            return value;
        }

        /** Text without escapes. */
        private String text() {
            take('"');
            int begin = at;
            while (at < body.length && body[at] != '"') {
                if (body[at] < ' ' || body[at] == '\\') {
                    plain = false;
                    return "";
                }
                at++;
            }
            int end = at;
            take('"');
            return plain ? new String(body, begin, end - begin, StandardCharsets.ISO_8859_1) : "";
        }

        /** A whole number of at most 18 digits, as JSON writes it. */
        private Long number() {
            boolean negative = at < body.length && body[at] == '-';
            int begin = negative ? at + 1 : at;
            long value = 0;
            for (at = begin; at < body.length && body[at] >= '0' && body[at] <= '9' && at - begin <= 18; at++) {
                value = value * 10 + body[at] - '0';
            }
            int digits = at - begin;
            plain &= digits > 0 && digits <= 18 && (digits == 1 || body[begin] != '0');
            return negative ? -value : value;
        }

        /** Whether a comma comes next, or what ends the list. */
        private boolean goesOn(char end) {
            blanks();
            if (at < body.length && body[at] == ',') {
                at++;
                return true;
            }
            take(end);
            return false;
        }

        private void take(char wanted) {
            blanks();
            if (at < body.length && body[at] == wanted) {
                at++;
            } else {
                plain = false;
            }
        }

        private void blanks() {
            while (at < body.length && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
                at++;
            }
        }
    }
}
