/**
 * Versions of the data: snapshots of the catalogue by tag, in the object store, content-addressed. It knows the catalogue's
 * tables and the store, and nothing of who fills the one or learns from the other.
 */
@NullMarked
package io.marquee.workhorse.snapshot;

import org.jspecify.annotations.NullMarked;
