/** What was refused on the way in: looked through, sent through the loader again after a fix, or discarded for good. */
@NullMarked
package io.marquee.workhorse.ingestion.quality.quarantine;

import org.jspecify.annotations.NullMarked;
