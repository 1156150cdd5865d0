/** Where training writes runs, artefacts and versions: a port, and its adapter to any server that speaks MLflow's REST. */
@NullMarked
package io.marquee.workhorse.training.mlflow;

import org.jspecify.annotations.NullMarked;
