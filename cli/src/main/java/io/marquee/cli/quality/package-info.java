/** What is said of the quality of a load, in words. */
@NullMarked
package io.marquee.cli.quality;

import org.jspecify.annotations.NullMarked;
