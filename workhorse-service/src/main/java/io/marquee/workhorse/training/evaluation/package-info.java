/** How good a model is, whether it may become champion, and what live traffic will be compared with. */
@NullMarked
package io.marquee.workhorse.training.evaluation;

import org.jspecify.annotations.NullMarked;
