package io.marquee.workhorse.snapshot;

import io.marquee.contract.problem.ProblemException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a snapshot: also a file name and a part of a path, so it is kept to what is safe in both.
 *
 * @param value 1 to 100 letters, digits, {@code . _ -}, beginning with a letter or digit
 */
public record SnapshotTag(String value) {

    /** What stands for the catalogue as it is now wherever two states are compared. */
    public static final String CURRENT = "current";

    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** Names that the API's own paths use. */
    private static final Set<String> RESERVED = Set.of(CURRENT, "jobs", "gc");

    public SnapshotTag {
        if (!RULE.matcher(value).matches() || value.contains("..") || value.endsWith(".")) {
            throw ProblemException.invalid(
                    "tag",
                    value.length() <= 120 ? value : value.length() + " characters",
                    "must be 1 to 100 letters, digits, '.', '_' or '-', begin with a letter or digit,"
                            + " and have no '..' and no '.' at its end");
        }
        if (RESERVED.contains(value.toLowerCase(java.util.Locale.ROOT))) {
            throw ProblemException.invalid("tag", value, "must not be one of the reserved names " + RESERVED);
        }
    }

    /** Reads a tag from a request. */
    public static SnapshotTag of(@Nullable String value) {
        if (value == null) {
            throw ProblemException.invalid("tag", null, "is required");
        }
        return new SnapshotTag(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
