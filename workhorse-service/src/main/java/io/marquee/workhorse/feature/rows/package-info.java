/** Online values of several entities, for people and tools. */
@NullMarked
package io.marquee.workhorse.feature.rows;

import org.jspecify.annotations.NullMarked;
