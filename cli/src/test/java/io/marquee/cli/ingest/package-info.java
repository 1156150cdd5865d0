@NullMarked
package io.marquee.cli.ingest;

import org.jspecify.annotations.NullMarked;
