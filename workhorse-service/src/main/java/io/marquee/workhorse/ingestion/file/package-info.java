/** Files by URI as sources of the catalogue. */
@NullMarked
package io.marquee.workhorse.ingestion.file;

import org.jspecify.annotations.NullMarked;
