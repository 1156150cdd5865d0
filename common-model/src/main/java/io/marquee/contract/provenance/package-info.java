/** Where a model came from. */
@NullMarked
package io.marquee.contract.provenance;

import org.jspecify.annotations.NullMarked;
