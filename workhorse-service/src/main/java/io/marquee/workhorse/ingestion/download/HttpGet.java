package io.marquee.workhorse.ingestion.download;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a GET whose body is read as it comes. On {@link HttpURLConnection}, since that ends a read after which nothing
 * came for a while; the newer client only bounds the time to the headers.
 */
final class HttpGet implements Closeable {

    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** Whom to talk to and how long to wait. */
    record Settings(Duration connectTimeout, Duration readTimeout, Set<String> hosts) {}

    private final HttpURLConnection connection;
    private final int status;

    private HttpGet(HttpURLConnection connection, int status) {
        this.connection = connection;
        this.status = status;
    }

    /**
     * Sends the request, going along with redirects.
     *
     * @throws ProblemException when it leads to a host that is not allowed
     */
    static HttpGet send(URI uri, Map<String, String> headers, Settings settings) throws IOException {
        URI at = uri;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            check(at, settings);
            URLConnection opened = at.toURL().openConnection();
            if (!(opened instanceof HttpURLConnection connection)) {
                throw new ProblemException(ProblemType.UPSTREAM_FAILED, at + " is not an HTTP address");
            }
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(
                    Math.toIntExact(settings.connectTimeout().toMillis()));
            connection.setReadTimeout(Math.toIntExact(settings.readTimeout().toMillis()));
            connection.setUseCaches(false);
            connection.setRequestProperty("User-Agent", "marquee");
            // The bytes as they are stored: a server must not pack what is counted and checked here.
            connection.setRequestProperty("Accept-Encoding", "identity");
            connection.setRequestProperty("Connection", "close");
            headers.forEach(connection::setRequestProperty);
            int status = connection.getResponseCode();
            String location = connection.getHeaderField("Location");
            if (!REDIRECTS.contains(status) || location == null) {
                return new HttpGet(connection, status);
            }
            connection.disconnect();
            at = at.resolve(location);
        }
        throw new ProblemException(
                ProblemType.UPSTREAM_FAILED, uri + " redirects more than " + MAX_REDIRECTS + " times");
    }

    private static void check(URI uri, Settings settings) {
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || !settings.hosts().contains(uri.getHost())) {
            throw new ProblemException(
                    ProblemType.UPSTREAM_FAILED,
                    "downloads from " + uri.getScheme() + "://" + uri.getHost() + " are not allowed");
        }
    }

    int status() {
        return status;
    }

    InputStream body() throws IOException {
        return connection.getInputStream();
    }

    @Nullable
    String header(String name) {
        return connection.getHeaderField(name);
    }

    /** {@code Content-Length}; -1 when it is missing. */
    long length() {
        return connection.getContentLengthLong();
    }

    Validators validators(URI uri) {
        return new Validators(uri, header("ETag"), header("Last-Modified"), null);
    }

    /** {@code Retry-After}, in seconds or as a date. */
    Optional<Duration> retryAfter(Clock clock) {
        String text = header("Retry-After");
        if (text == null) {
            return Optional.empty();
        }
        try {
            if (text.strip().matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())));
            }
            Duration pause = Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
