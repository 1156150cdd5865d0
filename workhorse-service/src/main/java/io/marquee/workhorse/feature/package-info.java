/** Feature views: definition, offline and online rows, historical retrieval. */
@NullMarked
package io.marquee.workhorse.feature;

import org.jspecify.annotations.NullMarked;
