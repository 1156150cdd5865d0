/** The little that is purely technical: strict numbers in requests. */
@NullMarked
package io.marquee.controltower.platform;

import org.jspecify.annotations.NullMarked;
