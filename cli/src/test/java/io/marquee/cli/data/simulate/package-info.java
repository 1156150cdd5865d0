@NullMarked
package io.marquee.cli.data.simulate;

import org.jspecify.annotations.NullMarked;
