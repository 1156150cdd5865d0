package io.marquee.workhorse.ingestion.download;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Content-Range} of bytes.
 *
 * @param start of the part; -1 in an answer that there is no such part
 * @param total bytes of the whole; -1 when the server does not say
 */
record ContentRange(long start, long total) {

    private static final Pattern PART = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
    private static final Pattern NONE = Pattern.compile("bytes \\*/(\\d{1,18})");

    static Optional<ContentRange> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher part = PART.matcher(header.strip());
        if (part.matches()) {
            long total = part.group(2).equals("*") ? -1 : Long.parseLong(part.group(2));
            return Optional.of(new ContentRange(Long.parseLong(part.group(1)), total));
        }
        Matcher none = NONE.matcher(header.strip());
        return none.matches() ? Optional.of(new ContentRange(-1, Long.parseLong(none.group(1)))) : Optional.empty();
    }
}
