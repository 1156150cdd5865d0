package io.marquee.workhorse.ingestion.quality.quarantine;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * Which entries a request means.
 *
 * @param source by which the catalogue remembers values, for example {@code movielens}; {@code interaction} for events
 * @param table of the standard schema; {@code interactions} for events
 * @param field the column at fault, as the source calls it
 */
public record QuarantineQuery(
        @QueryParam("ingestion_id") @Nullable String ingestionId,
        @QueryParam("source") @Nullable String source,
        @QueryParam("table") @Nullable String table,
        @QueryParam("field") @Nullable String field) {

    QuarantineFilter filter(@Nullable String reason) {
        return new QuarantineFilter(null, ingestionId, source, table, field, reason);
    }
}
