/** The verbs of the model registry. */
@NullMarked
package io.marquee.cli.model;

import org.jspecify.annotations.NullMarked;
