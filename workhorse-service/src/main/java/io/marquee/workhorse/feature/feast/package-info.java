/** Feast's feature server as its clients know it, over HTTP and gRPC. */
@NullMarked
package io.marquee.workhorse.feature.feast;

import org.jspecify.annotations.NullMarked;
