/** Tree ensembles: reads XGBoost's own JSON model file and predicts without XGBoost. */
@NullMarked
package io.marquee.runtime.tree;

import org.jspecify.annotations.NullMarked;
