/** Recipes: what to train, on which features, split how, with which settings, as YAML files. */
@NullMarked
package io.marquee.workhorse.training.recipe;

import org.jspecify.annotations.NullMarked;
