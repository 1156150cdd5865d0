/** Owns the running suite on one machine: the parts and the three services as background processes. */
@NullMarked
package io.marquee.localstack.suite;

import org.jspecify.annotations.NullMarked;
