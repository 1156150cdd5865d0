/** Files of runs: upload, download, listing, and the paths that are refused. */
@NullMarked
package io.marquee.workhorse.tracking.artifact;

import org.jspecify.annotations.NullMarked;
