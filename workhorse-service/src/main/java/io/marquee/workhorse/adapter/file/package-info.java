/** Files by URI: where they are, how they are packed, and what rows they hold. */
@NullMarked
package io.marquee.workhorse.adapter.file;

import org.jspecify.annotations.NullMarked;
