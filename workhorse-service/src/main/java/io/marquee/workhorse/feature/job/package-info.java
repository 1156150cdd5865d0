/** Long work on features that somebody asked for, and how far it is. */
@NullMarked
package io.marquee.workhorse.feature.job;

import org.jspecify.annotations.NullMarked;
