/** The purely technical part of this service. */
@NullMarked
package io.marquee.workhorse.platform;

import org.jspecify.annotations.NullMarked;
