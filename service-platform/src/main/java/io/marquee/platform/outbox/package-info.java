/** Events that leave together with the database change they tell of. */
@NullMarked
package io.marquee.platform.outbox;

import org.jspecify.annotations.NullMarked;
