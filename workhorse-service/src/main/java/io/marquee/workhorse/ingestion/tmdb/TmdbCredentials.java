package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows TMDB who asks, and keeps that out of every text. */
final class TmdbCredentials implements ClientRequestFilter {

    static final String ADVICE =
            "Set TMDB_ACCESS_TOKEN (version 4) or TMDB_API_KEY (version 3) to valid credentials of the service, restart it"
                    + " and resume the crawl.";

    private final @Nullable String apiKey;
    private final @Nullable String accessToken;
    private final List<String> secrets;

    private TmdbCredentials(@Nullable String apiKey, @Nullable String accessToken) {
        this.apiKey = apiKey;
        this.accessToken = accessToken;
        this.secrets = Stream.of(apiKey, accessToken)
                .filter(secret -> secret != null)
                .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .toList();
    }

    /**
     * Those of the configuration.
     *
     * @throws ProblemException when there are none
     */
    static TmdbCredentials of(TmdbConfig config) {
        String key = config.apiKey()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
        String token = config.accessToken()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
        if (key == null && token == null) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "TMDB answers only with credentials, and this service has none: set TMDB_ACCESS_TOKEN (version 4) or"
                            + " TMDB_API_KEY (version 3) in its environment and restart it");
        }
        return new TmdbCredentials(key, token);
    }

    @Override
    public void filter(ClientRequestContext request) {
        if (accessToken != null) {
            request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + accessToken);
        } else {
            request.setUri(UriBuilder.fromUri(request.getUri())
                    .queryParam("api_key", "{key}")
                    .build(apiKey));
        }
    }

    /** The text with stars in place of the credentials. */
    String redact(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }

    @Override
    public String toString() {
        return accessToken != null ? "bearer token" : "API key";
    }
}
