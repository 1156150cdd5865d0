/** The newest feature rows in Redis, written from the offline rows and after each rating. */
@NullMarked
package io.marquee.workhorse.feature.online;

import org.jspecify.annotations.NullMarked;
