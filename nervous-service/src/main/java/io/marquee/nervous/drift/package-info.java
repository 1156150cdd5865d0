/** Watches whether the champions' traffic still looks like the data that they were trained with. */
@NullMarked
package io.marquee.nervous.drift;

import org.jspecify.annotations.NullMarked;
