/** Starts runs by the clock: keeps Quartz' clustered triggers equal to the schedules of the DAG files. */
@NullMarked
package io.marquee.controltower.orchestration.schedule;

import org.jspecify.annotations.NullMarked;
