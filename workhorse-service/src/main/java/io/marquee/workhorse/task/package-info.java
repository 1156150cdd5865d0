/**
 * Carries out the orchestrator's pipeline tasks: each try once, a few at a time, with heartbeats while it works. What became of
 * a try leaves through the outbox together with its row.
 */
@NullMarked
package io.marquee.workhorse.task;

import org.jspecify.annotations.NullMarked;
