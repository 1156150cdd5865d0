/** {@code ./marquee data simulate}: a watch log of the catalogue's movies, as files and as events. */
@NullMarked
package io.marquee.cli.data.simulate;

import org.jspecify.annotations.NullMarked;
