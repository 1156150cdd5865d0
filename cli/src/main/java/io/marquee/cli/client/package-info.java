/** Finds the running suite and calls it over HTTP. */
@NullMarked
package io.marquee.cli.client;

import org.jspecify.annotations.NullMarked;
