package io.marquee.workhorse.ingestion.quality.statistics;

import org.jspecify.annotations.Nullable;

/** What is known of a column from elsewhere. */
interface ColumnMeaning {

    /** What a number of the column counts; null when nobody says. */
    @Nullable
    String unit(DatasetRelation dataset, String column);

    /** What the column means; null when nobody says. */
    @Nullable
    String description(DatasetRelation dataset, String column);
}
