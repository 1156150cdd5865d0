/** The verbs of the feature store. */
@NullMarked
package io.marquee.cli.feature;

import org.jspecify.annotations.NullMarked;
