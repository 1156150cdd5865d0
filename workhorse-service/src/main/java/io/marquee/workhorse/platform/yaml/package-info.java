/** Strict reading of YAML files whose complaints name file and line. */
@NullMarked
package io.marquee.workhorse.platform.yaml;

import org.jspecify.annotations.NullMarked;
