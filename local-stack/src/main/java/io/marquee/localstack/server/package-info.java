/** Owns the entry points of the JVMs that run Kafka and the S3 endpoint; nothing else may depend on their libraries. */
@NullMarked
package io.marquee.localstack.server;

import org.jspecify.annotations.NullMarked;
