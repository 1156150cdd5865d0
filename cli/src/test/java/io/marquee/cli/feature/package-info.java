@NullMarked
package io.marquee.cli.feature;

import org.jspecify.annotations.NullMarked;
