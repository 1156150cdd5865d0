@NullMarked
package io.marquee.cli.data;

import org.jspecify.annotations.NullMarked;
