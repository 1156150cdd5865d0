/** Folders in the standard schema. */
@NullMarked
package io.marquee.workhorse.ingestion.standard;

import org.jspecify.annotations.NullMarked;
