/** MLflow's filter and order_by language, parsed here and turned into SQL with parameters. */
@NullMarked
package io.marquee.workhorse.tracking.search;

import org.jspecify.annotations.NullMarked;
