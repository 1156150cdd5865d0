/** {@code ./marquee data snapshot …}: versions of the catalogue by tag. */
@NullMarked
package io.marquee.cli.data.snapshot;

import org.jspecify.annotations.NullMarked;
