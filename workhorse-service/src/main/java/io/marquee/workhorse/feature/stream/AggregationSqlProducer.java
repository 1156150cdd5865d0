package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.feature.definition.AggregationSql;
import io.marquee.workhorse.feature.stream.aggregate.AggregationQuery;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Lets the readers of definitions write the query of an aggregation view. */
@Singleton
class AggregationSqlProducer {

    @Produces
    @Singleton
    AggregationSql aggregationSql() {
        return new AggregationQuery();
    }
}
