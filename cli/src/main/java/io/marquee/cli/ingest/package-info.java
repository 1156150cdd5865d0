/** {@code ./marquee ingest …}: starts ingestions, watches them and says what came of them. */
@NullMarked
package io.marquee.cli.ingest;

import org.jspecify.annotations.NullMarked;
