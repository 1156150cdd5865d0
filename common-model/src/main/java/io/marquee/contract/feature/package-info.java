/** Feature schema and the bytes of an online feature row, equal to Feast's. */
@NullMarked
package io.marquee.contract.feature;

import org.jspecify.annotations.NullMarked;
