/**
 * A server that answers like TMDB's API, version 3, from a made-up catalogue, and misbehaves on demand; for tests of
 * whoever asks that API.
 */
@NullMarked
package io.marquee.localstack.tmdb;

import org.jspecify.annotations.NullMarked;
