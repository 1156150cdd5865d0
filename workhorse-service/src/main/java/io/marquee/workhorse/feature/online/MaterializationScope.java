package io.marquee.workhorse.feature.online;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which offline rows of a view have to be written, and how far the view is online afterwards. Intervals are half open: the
 * start is not part of them, the end is, so that consecutive ones neither overlap nor leave a gap.
 *
 * <p>An event that arrives late changes rows of before the watermark. Such rows come in files that the watermark does not
 * know, so an increment takes those files whole and of all others only what is newer than the watermark. That more rows are
 * looked at than have changed does no harm: an older row never replaces a newer one.
 *
 * @param parts nothing to do when empty
 * @param end rows of a later time stay offline
 * @param next the watermark once all parts are written; null when there is none
 */
record MaterializationScope(
        List<Part> parts, Instant end, @Nullable Watermark next) {

    /**
     * Rows of a file.
     *
     * @param after only those of a later time; null for all
     */
    record Part(String file, @Nullable Instant after) {}

    MaterializationScope {
        parts = List.copyOf(parts);
    }

    /** All rows up to a time. */
    static MaterializationScope full(@Nullable Watermark before, int version, Set<String> files, Instant end) {
        boolean further =
                before == null || before.version() != version || !before.until().isAfter(end);
        return new MaterializationScope(parts(files, null), end, further ? new Watermark(version, end, files) : before);
    }

    /**
     * The rows of {@code (start, end]}. The watermark moves when the interval continues it and no file is new; otherwise
     * something between the two may not be online.
     */
    static MaterializationScope interval(
            @Nullable Watermark before, int version, Set<String> files, Instant start, Instant end) {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("the start must be before the end, got: " + start + " and " + end);
        }
        boolean continues = before != null
                && before.version() == version
                && before.files().containsAll(files)
                && !start.isAfter(before.until())
                && end.isAfter(before.until());
        return new MaterializationScope(
                parts(files, start), end, continues ? new Watermark(version, end, files) : before);
    }

    /** What has come since the watermark; everything when there is none of this version. */
    static MaterializationScope increment(@Nullable Watermark before, int version, Set<String> files, Instant end) {
        if (before == null || before.version() != version) {
            return full(before, version, files, end);
        }
        boolean further = end.isAfter(before.until());
        List<Part> parts = new ArrayList<>();
        for (String file : files) {
            if (!before.files().contains(file)) {
                parts.add(new Part(file, null));
            } else if (further) {
                parts.add(new Part(file, before.until()));
            }
        }
        boolean upToDate = !before.until().isAfter(end);
        return new MaterializationScope(parts, end, upToDate ? new Watermark(version, end, files) : before);
    }

    private static List<Part> parts(Set<String> files, @Nullable Instant after) {
        return files.stream().sorted().map(file -> new Part(file, after)).toList();
    }
}
