/** CSV files row by row, in bounded memory, where a broken row costs only itself. */
@NullMarked
package io.marquee.workhorse.ingestion.csv;

import org.jspecify.annotations.NullMarked;
