package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.localstack.tmdb.TmdbStub;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** A configuration for tests: the stub, no wait, little patience. */
record TmdbSetup(URI baseUrl, Optional<String> apiKey, Optional<String> accessToken, Duration readTimeout)
        implements TmdbConfig {

    static TmdbSetup of(TmdbStub stub) {
        return new TmdbSetup(stub.baseUri(), Optional.of(TmdbStub.API_KEY), Optional.empty(), Duration.ofSeconds(10));
    }

    /** Gives up on an answer soon enough for a test to wait for that. */
    TmdbSetup impatient() {
        return new TmdbSetup(baseUrl, apiKey, accessToken, Duration.ofMillis(800));
    }

    TmdbSetup withKey(String key) {
        return new TmdbSetup(baseUrl, Optional.of(key), Optional.empty(), readTimeout);
    }

    TmdbSetup withToken(String token) {
        return new TmdbSetup(baseUrl, apiKey, Optional.of(token), readTimeout);
    }

    @Override
    public String region() {
        return "KR";
    }

    @Override
    public String language() {
        return "ko-KR";
    }

    @Override
    public String includeImageLanguage() {
        return "ko";
    }

    @Override
    public String genreLanguage() {
        return "en";
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(400);
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ofSeconds(2);
    }

    @Override
    public int attempts() {
        return 6;
    }

    @Override
    public Duration backoffBase() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration backoffCap() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Duration retryAfterCap() {
        return Duration.ofMinutes(5);
    }
}
