/** Turns feature values into a model's numeric inputs, exactly as fitted in training. */
@NullMarked
package io.marquee.runtime.preprocessing;

import org.jspecify.annotations.NullMarked;
