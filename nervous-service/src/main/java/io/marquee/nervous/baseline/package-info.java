/** Which model versions serve, and the reference distributions that they were trained with. */
@NullMarked
package io.marquee.nervous.baseline;

import org.jspecify.annotations.NullMarked;
