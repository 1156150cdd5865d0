/** Takes in every event topic of the suite and keeps what the other packages judge by; nothing is acknowledged before it is stored. */
@NullMarked
package io.marquee.nervous.intake;

import org.jspecify.annotations.NullMarked;
