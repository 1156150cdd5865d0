/** The standard schema: what columns the catalogue has, how a value of any source is read, and when it is refused. */
@NullMarked
package io.marquee.workhorse.ingestion.schema;

import org.jspecify.annotations.NullMarked;
