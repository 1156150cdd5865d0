package io.marquee.workhorse.feature.feast;

import io.marquee.workhorse.feature.serving.ServingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;

/** Moments as Python programs write them: ISO 8601 with {@code T} or a space; without a zone they are UTC. */
final class FeastTime {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .toFormatter();

    private static final int DATE = "2026-01-02".length();

    private FeastTime() {}

    /**
     * Reads a moment.
     *
     * @param name of the field, for the message
     * @throws ServingException when it is none
     */
    static Instant parse(String name, String text) {
        try {
            String iso = text.strip();
            if (iso.length() == DATE) {
                iso += "T00:00:00";
            } else if (iso.length() > DATE && iso.charAt(DATE) == ' ') {
                iso = iso.substring(0, DATE) + 'T' + iso.substring(DATE + 1);
            }
            TemporalAccessor parsed = FORMAT.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
            return parsed instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new ServingException(
                    ServingException.Kind.INVALID,
                    "Invalid timestamp format: '" + name + "' is no moment of ISO 8601, got: '" + text + "'",
                    e);
        }
    }
}
