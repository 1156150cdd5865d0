/** What is expected of the data of a load, as plain data, and the plain decision whether a load meets it. */
@NullMarked
package io.marquee.workhorse.ingestion.quality.rule;

import org.jspecify.annotations.NullMarked;
