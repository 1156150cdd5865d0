/** Failures as application/problem+json. */
@NullMarked
package io.marquee.platform.problem;

import org.jspecify.annotations.NullMarked;
