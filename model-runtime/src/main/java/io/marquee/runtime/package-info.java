/** Model folders: opens them with every check, writes them, and predicts with what is inside. */
@NullMarked
package io.marquee.runtime;

import org.jspecify.annotations.NullMarked;
