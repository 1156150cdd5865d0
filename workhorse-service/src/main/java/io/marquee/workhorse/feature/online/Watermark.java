package io.marquee.workhorse.feature.online;

import java.time.Instant;
import java.util.Set;

/**
 * How far a view is online: of every entity that has rows in these files with a time up to {@code until}, the newest of them
 * is in Redis, or a newer one is.
 *
 * @param version of the view's definition that the files were computed from
 * @param until inclusive
 * @param files what offline rows are made of; a file never changes, so equal names mean equal rows
 */
record Watermark(int version, Instant until, Set<String> files) {

    Watermark {
        files = Set.copyOf(files);
    }
}
