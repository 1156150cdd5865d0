/** Events to and from Kafka, with dead letters. */
@NullMarked
package io.marquee.platform.event;

import org.jspecify.annotations.NullMarked;
