/** Aggregates of events over moving windows: the same values by SQL for all times, and event by event for now. */
@NullMarked
package io.marquee.workhorse.feature.stream.aggregate;

import org.jspecify.annotations.NullMarked;
