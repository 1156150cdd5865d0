/** The pipeline verbs of the {@code marquee} script: what people type, put together from the packages below. */
@NullMarked
package io.marquee.cli;

import org.jspecify.annotations.NullMarked;
