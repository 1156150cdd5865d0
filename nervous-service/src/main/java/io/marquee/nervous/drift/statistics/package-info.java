/** Population stability of what a model is given and what it answers: plain Java, no clock, no database, no framework. */
@NullMarked
package io.marquee.nervous.drift.statistics;

import org.jspecify.annotations.NullMarked;
