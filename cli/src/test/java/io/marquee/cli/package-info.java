@NullMarked
package io.marquee.cli;

import org.jspecify.annotations.NullMarked;
