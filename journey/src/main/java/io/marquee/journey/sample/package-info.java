/** The data that ships with the project: real movies, and the simulation that lets people watch and rate them. */
@NullMarked
package io.marquee.journey.sample;

import org.jspecify.annotations.NullMarked;
