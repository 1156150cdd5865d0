/** The object store. */
@NullMarked
package io.marquee.workhorse.storage;

import org.jspecify.annotations.NullMarked;
