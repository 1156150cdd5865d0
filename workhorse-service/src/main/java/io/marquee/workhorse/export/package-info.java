/** Tables and query results of the catalogue, written to files and databases. */
@NullMarked
package io.marquee.workhorse.export;

import org.jspecify.annotations.NullMarked;
