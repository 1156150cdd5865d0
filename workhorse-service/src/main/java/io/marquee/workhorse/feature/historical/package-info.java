/** Features of the past for whoever asks over HTTP. */
@NullMarked
package io.marquee.workhorse.feature.historical;

import org.jspecify.annotations.NullMarked;
