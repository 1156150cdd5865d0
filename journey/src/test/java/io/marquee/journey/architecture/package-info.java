/** The rules that the code of the whole suite keeps. */
@NullMarked
package io.marquee.journey.architecture;

import org.jspecify.annotations.NullMarked;
