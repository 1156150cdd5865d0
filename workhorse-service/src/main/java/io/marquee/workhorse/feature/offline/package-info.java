/** Feature rows of all times, computed by DuckDB and kept as Parquet, and what training reads of them. */
@NullMarked
package io.marquee.workhorse.feature.offline;

import org.jspecify.annotations.NullMarked;
