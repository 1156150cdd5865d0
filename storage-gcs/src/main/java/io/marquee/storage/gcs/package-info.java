/** Objects in Google Cloud Storage, through its own client. Not part of the default build. */
@NullMarked
package io.marquee.storage.gcs;

import org.jspecify.annotations.NullMarked;
