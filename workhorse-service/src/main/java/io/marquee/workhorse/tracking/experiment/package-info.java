/** Experiments: groups of runs. */
@NullMarked
package io.marquee.workhorse.tracking.experiment;

import org.jspecify.annotations.NullMarked;
