/** The model registry: models, versions, stages, aliases and tags; each change is an event. */
@NullMarked
package io.marquee.workhorse.tracking.registry;

import org.jspecify.annotations.NullMarked;
