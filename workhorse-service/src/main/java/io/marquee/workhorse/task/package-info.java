/** Carries out the orchestrator's pipeline tasks. */
@NullMarked
package io.marquee.workhorse.task;

import org.jspecify.annotations.NullMarked;
