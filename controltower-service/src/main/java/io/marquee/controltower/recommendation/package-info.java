/** Owns which movies are recommended to whom. */
@NullMarked
package io.marquee.controltower.recommendation;

import org.jspecify.annotations.NullMarked;
