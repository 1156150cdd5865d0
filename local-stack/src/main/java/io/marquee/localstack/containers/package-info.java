/** Owns the parts as containers, for machines with a Docker engine; only loaded when that was asked for. */
@NullMarked
package io.marquee.localstack.containers;

import org.jspecify.annotations.NullMarked;
