/** Redis as a row writer wants it: pipelines of prepared bytes over few connections, one server or a cluster. */
@NullMarked
package io.marquee.workhorse.feature.online.redis;

import org.jspecify.annotations.NullMarked;
