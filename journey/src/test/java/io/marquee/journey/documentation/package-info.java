/** Keeps the pages that follow from the code what the code says. */
@NullMarked
package io.marquee.journey.documentation;

import org.jspecify.annotations.NullMarked;
