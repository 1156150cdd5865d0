/** What every command works with: its session, the options that all have, jobs that are watched, ways to end. */
@NullMarked
package io.marquee.cli.command;

import org.jspecify.annotations.NullMarked;
