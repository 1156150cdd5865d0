/** Releases of MovieLens. */
@NullMarked
package io.marquee.workhorse.ingestion.movielens;

import org.jspecify.annotations.NullMarked;
