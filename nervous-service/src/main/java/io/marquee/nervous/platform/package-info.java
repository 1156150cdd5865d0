/** The purely technical part of this service: plain SQL and patient retries. */
@NullMarked
package io.marquee.nervous.platform;

import org.jspecify.annotations.NullMarked;
