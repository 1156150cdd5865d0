package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.JoinKey;
import java.util.List;

/** Writes the query that gives an aggregation view's rows of all times. */
@FunctionalInterface
public interface AggregationSql {

    /** Stands in where no aggregation view is expected. */
    AggregationSql NONE = (joinKeys, aggregations) -> {
        throw new IllegalArgumentException("aggregations are not computed here");
    };

    /**
     * The query in DuckDB's dialect: join keys, {@code event_timestamp} and the aggregates, in that order. It reads the
     * events from a table of the source's name.
     *
     * @throws IllegalArgumentException saying why these cannot be computed
     */
    String query(List<JoinKey> joinKeys, Computation.Aggregations aggregations);
}
