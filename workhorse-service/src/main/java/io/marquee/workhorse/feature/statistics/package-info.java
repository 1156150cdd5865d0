/** Describes the rows of feature views: how many, how fresh, what each field holds. */
@NullMarked
package io.marquee.workhorse.feature.statistics;

import org.jspecify.annotations.NullMarked;
