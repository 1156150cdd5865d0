/** Load benchmarks over the packaged services: work, a reference in the same run, and the ratio of the two. */
@NullMarked
package io.marquee.journey.bench;

import org.jspecify.annotations.NullMarked;
