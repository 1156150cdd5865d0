/** Compares what serving used for its predictions with what the offline store says of the same moments. */
@NullMarked
package io.marquee.workhorse.feature.skew;

import org.jspecify.annotations.NullMarked;
