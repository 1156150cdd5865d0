/** Files from where their publishers offer them: conditional, resumed, checked, and whole when they appear. */
@NullMarked
package io.marquee.workhorse.ingestion.download;

import org.jspecify.annotations.NullMarked;
