/** The purely technical part that the three services share. */
@NullMarked
package io.marquee.platform;

import org.jspecify.annotations.NullMarked;
