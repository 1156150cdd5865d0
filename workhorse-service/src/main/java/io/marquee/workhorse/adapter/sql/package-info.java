/** Databases by connection URI: translation to JDBC, drivers that may be missing, queries that must not change anything. */
@NullMarked
package io.marquee.workhorse.adapter.sql;

import org.jspecify.annotations.NullMarked;
