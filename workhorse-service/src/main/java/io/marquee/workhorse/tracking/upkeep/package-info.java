/** Upkeep of experiments: the bin is emptied, backups are made and brought back. */
@NullMarked
package io.marquee.workhorse.tracking.upkeep;

import org.jspecify.annotations.NullMarked;
