/** IMDb's published tables as a source of movies: read as a stream, filtered on bytes, joined by their ids. */
@NullMarked
package io.marquee.workhorse.ingestion.imdb;

import org.jspecify.annotations.NullMarked;
