/** Objects in Azure's blob storage, through its own client. Not part of the default build. */
@NullMarked
package io.marquee.storage.azure;

import org.jspecify.annotations.NullMarked;
