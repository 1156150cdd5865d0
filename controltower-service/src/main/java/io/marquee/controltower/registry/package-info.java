/**
 * Owns which model versions are served: watches the registry for its champions, fetches their folders, and swaps them in
 * without a request noticing.
 */
@NullMarked
package io.marquee.controltower.registry;

import org.jspecify.annotations.NullMarked;
