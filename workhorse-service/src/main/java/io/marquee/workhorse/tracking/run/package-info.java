/** Runs: parameters, metrics with their history, tags and input datasets. */
@NullMarked
package io.marquee.workhorse.tracking.run;

import org.jspecify.annotations.NullMarked;
