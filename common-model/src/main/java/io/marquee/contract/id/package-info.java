/** Identifiers that cross a service boundary. */
@NullMarked
package io.marquee.contract.id;

import org.jspecify.annotations.NullMarked;
