/** Rows of an adapter as the records of a table of the standard schema. */
@NullMarked
package io.marquee.workhorse.ingestion.rows;

import org.jspecify.annotations.NullMarked;
