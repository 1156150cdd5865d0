/** Reading online rows of many entities and views at once: which Redis fields a request needs, and what they say. */
@NullMarked
package io.marquee.workhorse.feature.serving;

import org.jspecify.annotations.NullMarked;
