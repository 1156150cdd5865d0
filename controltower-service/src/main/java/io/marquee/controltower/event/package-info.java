/**
 * Owns what serving tells the rest of the loop: interactions taken in over HTTP, and the disk spool that keeps every event
 * until Kafka has it.
 */
@NullMarked
package io.marquee.controltower.event;

import org.jspecify.annotations.NullMarked;
