/** Long work beside the request that asked for it: started, watched, reported, and told honestly when a stop broke it off. */
@NullMarked
package io.marquee.workhorse.job;

import org.jspecify.annotations.NullMarked;
