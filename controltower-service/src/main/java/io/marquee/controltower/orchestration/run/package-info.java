/**
 * What a run of a DAG and its tasks go through: states, their legal transitions, and the planner that decides the next step.
 * Plain Java; time is passed in and nothing is stored or sent here.
 */
@NullMarked
package io.marquee.controltower.orchestration.run;

import org.jspecify.annotations.NullMarked;
