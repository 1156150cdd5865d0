/** Seeded scenarios: audiences, new releases and what they rate. */
@NullMarked
package io.marquee.journey.scenario;

import org.jspecify.annotations.NullMarked;
