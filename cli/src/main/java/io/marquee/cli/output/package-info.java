/** Writes for people and for scripts: tables, figures, progress, JSON. */
@NullMarked
package io.marquee.cli.output;

import org.jspecify.annotations.NullMarked;
