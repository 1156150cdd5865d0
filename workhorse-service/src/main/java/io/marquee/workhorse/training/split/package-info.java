/** Divides ratings into what a model may learn from and what it is judged by. */
@NullMarked
package io.marquee.workhorse.training.split;

import org.jspecify.annotations.NullMarked;
