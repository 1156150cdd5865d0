/** Owns predicted ratings: of a user for movies, and of a movie by itself. */
@NullMarked
package io.marquee.controltower.prediction;

import org.jspecify.annotations.NullMarked;
