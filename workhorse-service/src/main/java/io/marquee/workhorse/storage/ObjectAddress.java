package io.marquee.workhorse.storage;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object's place across stores, as people write it: {@code s3://bucket/key}, {@code gs://bucket/key},
 * {@code abfs://container@account.dfs.core.windows.net/key}.
 *
 * @param scheme {@code s3}, {@code gs} or {@code abfs}
 * @param container the bucket, or container and account
 * @param key may be empty, or only the beginning of one
 */
public record ObjectAddress(String scheme, String container, String key) {

    private static final Pattern WHOLE =
            Pattern.compile("(?<scheme>[a-z0-9]+)://(?<container>[^/?#]*)(/(?<key>.*))?", Pattern.DOTALL);
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,221}");
    private static final Pattern ABFS =
            Pattern.compile("[a-z0-9$][a-z0-9-]{1,62}@[a-z0-9]{3,24}\\.(dfs|blob)\\.core\\.[a-z0-9.-]+");

    /** The schemes there are, {@code s3a} and {@code abfss} being other names that some tools use. */
    public static final List<String> SCHEMES = List.of("s3", "s3a", "gs", "abfs", "abfss");

    /** Whether a text starts like one. */
    public static boolean isOne(String text) {
        int end = text.indexOf("://");
        return end > 0 && SCHEMES.contains(text.substring(0, end));
    }

    /**
     * Takes a URI apart; what follows the container is the key as it stands, not percent-decoded.
     *
     * @throws IllegalArgumentException quoting it
     */
    public static ObjectAddress parse(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches() || !SCHEMES.contains(whole.group("scheme"))) {
            throw new IllegalArgumentException("an object is named like s3://bucket/key, gs://bucket/key or"
                    + " abfs://container@account.dfs.core.windows.net/key, got: " + printable(text));
        }
        String scheme =
                switch (whole.group("scheme")) {
                    case "s3a" -> "s3";
                    case "abfss" -> "abfs";
                    default -> whole.group("scheme");
                };
        String container = whole.group("container");
        if (scheme.equals("abfs") && !ABFS.matcher(container).matches()) {
            throw new IllegalArgumentException(
                    "an object of Azure is named like abfs://container@account.dfs.core.windows.net/key, got: "
                            + printable(text));
        }
        if (!scheme.equals("abfs") && !BUCKET.matcher(container).matches()) {
            throw new IllegalArgumentException(
                    "'" + printable(container) + "' is not the name of a bucket, in: " + printable(text));
        }
        return new ObjectAddress(scheme, container, whole.group("key") == null ? "" : whole.group("key"));
    }

    /** The same container with another key. */
    public ObjectAddress withKey(String otherKey) {
        return new ObjectAddress(scheme, container, otherKey);
    }

    @Override
    public String toString() {
        return scheme + "://" + container + "/" + key;
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
