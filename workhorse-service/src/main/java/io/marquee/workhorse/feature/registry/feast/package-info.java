/** The registry in Feast's own formats, so that Feast's tools can read it. */
@NullMarked
package io.marquee.workhorse.feature.registry.feast;

import org.jspecify.annotations.NullMarked;
