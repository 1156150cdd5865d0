@NullMarked
package io.marquee.cli.data.snapshot;

import org.jspecify.annotations.NullMarked;
