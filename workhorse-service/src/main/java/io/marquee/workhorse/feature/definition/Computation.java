package io.marquee.workhorse.feature.definition;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the rows of a view come about. */
public sealed interface Computation {

    /**
     * A query that somebody wrote.
     *
     * @param sql DuckDB's dialect; reads the view's sources as tables of their names
     */
    record Sql(String sql) implements Computation {}

    /**
     * Aggregates of events, from which the query for all times and the running computation both follow.
     *
     * @param source the stream whose events they are of
     * @param hop what windows move in steps of; null when no aggregate has a window
     * @param aggregations one for each feature, in the order of the features
     */
    record Aggregations(String source, @Nullable Duration hop, List<Aggregation> aggregations) implements Computation {

        public Aggregations {
            aggregations = List.copyOf(aggregations);
        }
    }
}
