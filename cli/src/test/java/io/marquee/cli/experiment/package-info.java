@NullMarked
package io.marquee.cli.experiment;

import org.jspecify.annotations.NullMarked;
