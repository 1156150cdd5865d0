/** {@code ./marquee data quarantine …}: rows and events that were refused, and what becomes of them. */
@NullMarked
package io.marquee.cli.data.quarantine;

import org.jspecify.annotations.NullMarked;
