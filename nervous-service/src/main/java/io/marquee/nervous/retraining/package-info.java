/** Decides when the models are trained anew, asks the orchestrator for it and follows the run to its end. */
@NullMarked
package io.marquee.nervous.retraining;

import org.jspecify.annotations.NullMarked;
