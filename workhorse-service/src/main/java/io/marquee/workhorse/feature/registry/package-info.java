/** Which feature definitions are in force: planned, applied, kept with their history, and where they are used. */
@NullMarked
package io.marquee.workhorse.feature.registry;

import org.jspecify.annotations.NullMarked;
