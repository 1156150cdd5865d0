package io.marquee.workhorse.tracking.webhook;

import io.marquee.workhorse.tracking.wire.MlflowException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Repositories whose workflows are started through GitHub's API; the token goes to that API and to no other place. */
final class GithubRepositories {

    private static final Pattern DISPATCHES = Pattern.compile("/repos/[\\w.-]{1,100}/[\\w.-]{1,100}/dispatches");

    private final String apiUrl;
    private final Optional<String> token;

    /** @param apiUrl for example {@code https://api.github.com} */
    GithubRepositories(URI apiUrl, Optional<String> token) {
        String text = apiUrl.toString();
        this.apiUrl = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.token = token.filter(value -> !value.isBlank());
    }

    /**
     * Makes sure that a webhook can be one of this kind.
     *
     * @throws MlflowException when its address is not that of a repository's dispatches, or no token is set
     */
    void requireDispatches(URI uri) {
        if (!isDispatches(uri)) {
            throw MlflowException.invalid("Invalid webhook URL: a GitHub dispatch goes to " + apiUrl
                    + "/repos/<owner>/<repository>/dispatches.");
        }
        if (token.isEmpty()) {
            throw MlflowException.invalid(
                    "A GitHub dispatch needs a token; set GITHUB_DISPATCH_TOKEN in the environment of the service.");
        }
    }

    /** The headers of a request there. */
    Map<String, String> headers(URI uri, String apiVersion) {
        requireDispatches(uri);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/vnd.github+json");
        headers.put("Authorization", "Bearer " + token.orElseThrow());
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "marquee");
        headers.put("X-GitHub-Api-Version", apiVersion);
        return headers;
    }

    private boolean isDispatches(URI uri) {
        String text = uri.toString();
        return text.startsWith(apiUrl + "/")
                && DISPATCHES.matcher(text.substring(apiUrl.length())).matches()
                && !text.contains("/../")
                && !text.contains("/./");
    }
}
