/**
 * Carries runs out: keeps them in PostgreSQL, takes the planner's decisions in transactions, sends tasks to the workers over
 * Kafka and takes in what they report.
 *
 * <p>All changes of a run happen under the lock of its row, so that any number of instances may work on the same runs. What
 * is sent leaves through the outbox with the change that it belongs to: a crash sends a try twice at worst, and workers
 * take each try once.
 */
@NullMarked
package io.marquee.controltower.orchestration.execution;

import org.jspecify.annotations.NullMarked;
