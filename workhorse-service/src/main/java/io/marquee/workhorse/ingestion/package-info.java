/** Reads movies and ratings into the catalogue; what is refused goes to quarantine. */
@NullMarked
package io.marquee.workhorse.ingestion;

import org.jspecify.annotations.NullMarked;
