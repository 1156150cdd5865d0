/** The reference distribution that a model carries and that serving traffic is compared with. */
@NullMarked
package io.marquee.contract.drift;

import org.jspecify.annotations.NullMarked;
