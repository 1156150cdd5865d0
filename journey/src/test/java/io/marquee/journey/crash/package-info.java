/** Kills workhorse in the middle of long work on the data, and compares what is there afterwards with an undisturbed run. */
@NullMarked
package io.marquee.journey.crash;

import org.jspecify.annotations.NullMarked;
