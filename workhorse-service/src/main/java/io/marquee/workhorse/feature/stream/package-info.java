/** Features of what users did, up to date within a moment of each event, and exact however events are delivered. */
@NullMarked
package io.marquee.workhorse.feature.stream;

import org.jspecify.annotations.NullMarked;
