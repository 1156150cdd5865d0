/** Calls the suite over HTTP, as its users do. */
@NullMarked
package io.marquee.journey.client;

import org.jspecify.annotations.NullMarked;
