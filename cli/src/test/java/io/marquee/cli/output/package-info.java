@NullMarked
package io.marquee.cli.output;

import org.jspecify.annotations.NullMarked;
