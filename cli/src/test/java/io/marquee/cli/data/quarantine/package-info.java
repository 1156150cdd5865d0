@NullMarked
package io.marquee.cli.data.quarantine;

import org.jspecify.annotations.NullMarked;
