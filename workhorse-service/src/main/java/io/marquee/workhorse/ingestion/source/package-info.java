/** What every source of data looks like to the catalogue: data sets of tables of records, read as a stream. */
@NullMarked
package io.marquee.workhorse.ingestion.source;

import org.jspecify.annotations.NullMarked;
