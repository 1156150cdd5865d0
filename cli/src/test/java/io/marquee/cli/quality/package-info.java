@NullMarked
package io.marquee.cli.quality;

import org.jspecify.annotations.NullMarked;
