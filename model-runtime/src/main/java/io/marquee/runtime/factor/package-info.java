/** The factor model: personal ratings, fold-in of new ratings, ranking, and its file format. */
@NullMarked
package io.marquee.runtime.factor;

import org.jspecify.annotations.NullMarked;
