/**
 * Owns the parts every laptop and every test needs: PostgreSQL, Redis, Kafka and an S3 endpoint, real ones, behind one
 * interface.
 */
@NullMarked
package io.marquee.localstack;

import org.jspecify.annotations.NullMarked;
