/** Owns the parts as plain processes of this machine, from binaries and class paths that Maven delivered. */
@NullMarked
package io.marquee.localstack.embedded;

import org.jspecify.annotations.NullMarked;
