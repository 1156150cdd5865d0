/** Owns how tests get the parts: one stack per test JVM, gone when that JVM is gone. */
@NullMarked
package io.marquee.localstack.testing;

import org.jspecify.annotations.NullMarked;
