package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.localstack.process.Ports;
import io.marquee.localstack.tmdb.TmdbStub;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Points the service at a port where the test starts its stub; the address has to be known before the service starts. */
public final class TmdbProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "marquee.tmdb.base-url",
                "http://localhost:" + Ports.random() + "/3",
                "marquee.tmdb.api-key",
                TmdbStub.API_KEY,
                "marquee.tmdb.interval",
                "0.005s",
                "marquee.tmdb.backoff-base",
                "0.02s",
                "marquee.crawl.part-answers",
                "16");
    }
}
