package io.marquee.workhorse.tracking.store;

import io.marquee.workhorse.tracking.wire.KeyValue;
import io.marquee.workhorse.tracking.wire.MlflowException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be a key, a tag or a name: MLflow's limits, in characters. */
public final class Names {

    public static final int MAX_KEY = 250;
    public static final int MAX_PARAMETER_VALUE = 6_000;
    public static final int MAX_TAG_VALUE = 8_000;
    public static final int MAX_REGISTRY_TAG_VALUE = 100_000;
    public static final int MAX_NAME = 500;
    public static final int MAX_DESCRIPTION = 100_000;

    private static final Pattern KEY = Pattern.compile("[/\\w.\\- :]*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Names() {}

    /**
     * A key of a metric, parameter or tag. Keys may become paths in file stores, hence no {@code ..}, no leading slash.
     *
     * @param what for the message, for example {@code metric}
     */
    public static String key(String what, String key) {
        if (!KEY.matcher(key).matches()) {
            throw MlflowException.invalid("Invalid " + what + " name: '" + shown(key)
                    + "'. Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ),"
                    + " colon(:) and slashes (/).");
        }
        if (!isNormalPath(key)) {
            throw MlflowException.invalid("Invalid " + what + " name: '" + shown(key)
                    + "'. Names may be treated as files in certain cases, and must not resolve to other names when"
                    + " treated as such.");
        }
        return limited(what + " name", key, MAX_KEY);
    }

    /** Tags of experiments and runs. */
    public static List<KeyValue> tags(List<KeyValue> tags) {
        return tags(tags, MAX_TAG_VALUE);
    }

    /** Tags of registered models and versions, which may be longer. */
    public static List<KeyValue> registryTags(List<KeyValue> tags) {
        return tags(tags, MAX_REGISTRY_TAG_VALUE);
    }

    private static List<KeyValue> tags(List<KeyValue> tags, int longest) {
        for (KeyValue tag : tags) {
            key("tag", tag.key());
            limited("tag value of '" + tag.key() + "'", tag.value(), longest);
        }
        return tags;
    }

    /** The name of an experiment, run or user: one line, not blank. */
    public static String name(String what, String name) {
        if (name.isBlank()) {
            throw MlflowException.invalid("Invalid " + what + ": '" + name + "'. It must not be blank.");
        }
        return oneLine(what, name);
    }

    /** Text of one line. */
    public static String oneLine(String what, String text) {
        if (CONTROL.matcher(text).find()) {
            throw MlflowException.invalid(
                    "Invalid " + what + ": '" + shown(text) + "'. It must not have control characters.");
        }
        return limited(what, text, MAX_NAME);
    }

    /** A text of at most so many characters. */
    public static <T extends @Nullable String> T limited(String what, T text, int longest) {
        if (text != null && text.length() > longest) {
            throw MlflowException.invalid("Invalid " + what + ": it has " + text.length()
                    + " characters, which is more than the " + longest + " that are allowed.");
        }
        return text;
    }

    private static boolean isNormalPath(String key) {
        if (key.startsWith("/") || key.endsWith("/")) {
            return false;
        }
        for (String step : key.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static String shown(String text) {
        String printable = CONTROL.matcher(text).replaceAll("?");
        return printable.length() <= 100 ? printable : printable.substring(0, 100) + "…";
    }
}
