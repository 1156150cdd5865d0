@NullMarked
package io.marquee.cli.simulation;

import org.jspecify.annotations.NullMarked;
