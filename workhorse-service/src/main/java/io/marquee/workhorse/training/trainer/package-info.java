/** The algorithms: bias baseline, alternating least squares, XGBoost, and the fitting of preprocessing. */
@NullMarked
package io.marquee.workhorse.training.trainer;

import org.jspecify.annotations.NullMarked;
