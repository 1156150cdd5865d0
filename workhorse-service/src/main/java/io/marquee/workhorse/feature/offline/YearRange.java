package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureView;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Years of event timestamps that rows are wanted of, for leaving out files of others.
 *
 * @param first the first that counts
 * @param last the last that counts
 */
record YearRange(int first, int last) {

    /** All there are. */
    static final YearRange ALL = new YearRange(Integer.MIN_VALUE, Integer.MAX_VALUE);

    YearRange {
        if (first > last) {
            throw new IllegalArgumentException(
                    "the first year must not be after the last, got: " + first + ", " + last);
        }
    }

    /** The years that rows joined with moments of a range can be of: none is later, none is older than the TTL allows. */
    static YearRange of(FeatureView view, Instant earliest, Instant latest) {
        return new YearRange(view.ttl().isZero() ? Integer.MIN_VALUE : year(earliest.minus(view.ttl())), year(latest));
    }

    /** Those of them that are not before a time's. */
    YearRange from(Instant time) {
        return new YearRange(Math.min(last, Math.max(first, year(time))), last);
    }

    /** Whether a file of that period may have such rows. */
    boolean contains(String period) {
        if (!period.matches("-?\\d{1,9}")) {
            return true;
        }
        int year = Integer.parseInt(period);
        return first <= year && year <= last;
    }

    private static int year(Instant time) {
        return time.atOffset(ZoneOffset.UTC).getYear();
    }
}
