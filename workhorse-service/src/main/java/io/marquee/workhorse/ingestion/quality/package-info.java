/** What is said of the quality of a load, and when a load is too bad to be let in. */
@NullMarked
package io.marquee.workhorse.ingestion.quality;

import org.jspecify.annotations.NullMarked;
