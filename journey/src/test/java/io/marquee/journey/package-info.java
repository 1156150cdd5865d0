/** Journeys over the packaged services, as a user and an operator would take them. */
@NullMarked
package io.marquee.journey;

import org.jspecify.annotations.NullMarked;
