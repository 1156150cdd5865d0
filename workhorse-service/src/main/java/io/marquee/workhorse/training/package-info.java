/** Recipes, trainers, evaluation and the promotion gate. */
@NullMarked
package io.marquee.workhorse.training;

import org.jspecify.annotations.NullMarked;
