/** How far the champions' predictions were off, from ratings that users give after a prediction. */
@NullMarked
package io.marquee.nervous.performance;

import org.jspecify.annotations.NullMarked;
