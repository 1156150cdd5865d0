/** Owns the look-up of online features: what is read of an entity, from where, and what happens when the store is away. */
@NullMarked
package io.marquee.controltower.feature;

import org.jspecify.annotations.NullMarked;
