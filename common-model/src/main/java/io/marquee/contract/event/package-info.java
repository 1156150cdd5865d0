/** Events and commands on Kafka: one record, one topic and one golden JSON file each. */
@NullMarked
package io.marquee.contract.event;

import org.jspecify.annotations.NullMarked;
