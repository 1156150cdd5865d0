/** The verbs of experiments and their runs. */
@NullMarked
package io.marquee.cli.experiment;

import org.jspecify.annotations.NullMarked;
