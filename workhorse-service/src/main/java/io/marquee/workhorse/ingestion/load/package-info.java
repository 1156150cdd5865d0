/** Moves the records of any source into the catalogue: staged, judged, compared and merged in one transaction. */
@NullMarked
package io.marquee.workhorse.ingestion.load;

import org.jspecify.annotations.NullMarked;
