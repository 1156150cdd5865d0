/** What the services say to each other. Plain Java: no CDI, no web framework, no store client. */
@NullMarked
package io.marquee.contract;

import org.jspecify.annotations.NullMarked;
