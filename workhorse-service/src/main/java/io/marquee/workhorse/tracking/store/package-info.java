/** Plain SQL for what is written in bulk or searched. */
@NullMarked
package io.marquee.workhorse.tracking.store;

import org.jspecify.annotations.NullMarked;
