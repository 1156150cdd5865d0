/** The main job end to end, shown to a person. */
@NullMarked
package io.marquee.journey.demo;

import org.jspecify.annotations.NullMarked;
