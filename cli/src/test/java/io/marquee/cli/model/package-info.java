@NullMarked
package io.marquee.cli.model;

import org.jspecify.annotations.NullMarked;
