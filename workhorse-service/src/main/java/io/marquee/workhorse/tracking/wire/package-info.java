/** What every MLflow call shares: how requests are read, how failures and empty answers look. */
@NullMarked
package io.marquee.workhorse.tracking.wire;

import org.jspecify.annotations.NullMarked;
