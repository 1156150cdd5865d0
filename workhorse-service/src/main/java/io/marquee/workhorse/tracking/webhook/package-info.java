/** Webhooks of the model registry: who wants to know of what, signed deliveries with retries, and the addresses refused. */
@NullMarked
package io.marquee.workhorse.tracking.webhook;

import org.jspecify.annotations.NullMarked;
