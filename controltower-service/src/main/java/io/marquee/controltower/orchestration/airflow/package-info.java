/**
 * The orchestrator as Airflow's clients know it: the REST API v2 of Airflow 3, and the v1 paths that clients of Airflow 2 still
 * call. Shapes only; everything is done by the packages beside it.
 */
@NullMarked
package io.marquee.controltower.orchestration.airflow;

import org.jspecify.annotations.NullMarked;
