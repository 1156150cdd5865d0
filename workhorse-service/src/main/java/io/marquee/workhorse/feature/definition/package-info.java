/** Feature views as files define them. */
@NullMarked
package io.marquee.workhorse.feature.definition;

import org.jspecify.annotations.NullMarked;
