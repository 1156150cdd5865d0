/** DAGs as files: what a pipeline consists of, read strictly from YAML. Plain Java; nothing here knows of runs. */
@NullMarked
package io.marquee.controltower.orchestration.definition;

import org.jspecify.annotations.NullMarked;
