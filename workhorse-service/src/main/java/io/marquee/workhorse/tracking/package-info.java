/** Experiments, runs, artefacts and the model registry, spoken as MLflow REST. */
@NullMarked
package io.marquee.workhorse.tracking;

import org.jspecify.annotations.NullMarked;
