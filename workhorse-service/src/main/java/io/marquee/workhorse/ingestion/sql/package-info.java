/** Databases as sources of the catalogue. */
@NullMarked
package io.marquee.workhorse.ingestion.sql;

import org.jspecify.annotations.NullMarked;
