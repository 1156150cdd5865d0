/** Simulates who watched which movie for how long, as a table, a picture and a source of events. */
@NullMarked
package io.marquee.cli.simulation;

import org.jspecify.annotations.NullMarked;
