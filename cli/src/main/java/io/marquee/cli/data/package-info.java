/** {@code ./marquee data …}: looks at the catalogue and at what happened to it. */
@NullMarked
package io.marquee.cli.data;

import org.jspecify.annotations.NullMarked;
