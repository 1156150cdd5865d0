@NullMarked
package io.marquee.cli.client;

import org.jspecify.annotations.NullMarked;
