package io.marquee.workhorse.ingestion.tmdb;

import io.marquee.workhorse.ingestion.crawl.RawAnswer;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks TMDB once per call and hands back what came, whatever its status. */
final class TmdbClient implements AutoCloseable {

    /** Pages of one list that TMDB serves; it refuses the next one. */
    static final int LAST_PAGE = 500;

    private static final String APPENDED = "credits,keywords";
    private static final String SORT = "popularity.desc";

    private final TmdbApi api;
    private final TmdbSettings settings;
    private final TmdbCredentials credentials;

    private TmdbClient(TmdbApi api, TmdbSettings settings, TmdbCredentials credentials) {
        this.api = api;
        this.settings = settings;
        this.credentials = credentials;
    }

    /**
     * Gets ready to ask.
     *
     * @throws io.marquee.contract.problem.ProblemException when the configuration has no credentials
     */
    static TmdbClient open(TmdbConfig config, TmdbSettings settings) {
        TmdbCredentials credentials = TmdbCredentials.of(config);
        TmdbApi api = QuarkusRestClientBuilder.newBuilder()
                .baseUri(config.baseUrl())
                .connectTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(settings.readTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .property("microprofile.rest.client.disable.default.mapper", true)
                .register(credentials)
                .build(TmdbApi.class);
        return new TmdbClient(api, settings, credentials);
    }

    /**
     * Asks for a step.
     *
     * @throws IOException when there is no whole answer; without credentials in its message and without a cause
     */
    RawAnswer ask(TmdbStep step) throws IOException {
        return switch (step) {
            case TmdbStep.Genres _ -> receive(() -> api.genres(settings.genreLanguage()));
            case TmdbStep.ListPage page -> receive(() -> list(page));
            case TmdbStep.DiscoverPage page ->
                receive(() ->
                        api.discover(settings.language(), settings.region(), page.year(), SORT, false, page.page()));
            case TmdbStep.ChangesPage page ->
                receive(() -> api.changes(page.start().toString(), page.end().toString(), page.page()));
            case TmdbStep.Details movie ->
                receive(() ->
                        api.details(movie.movieId(), settings.language(), APPENDED, settings.includeImageLanguage()));
        };
    }

    /** Asks for TMDB's own settings, the addresses of images among them. */
    RawAnswer configuration() throws IOException {
        return receive(api::configuration);
    }

    /** The text without credentials. */
    String redact(String text) {
        return credentials.redact(text);
    }

    @Override
    public void close() {
        api.close();
    }

    private Response list(TmdbStep.ListPage page) {
        return switch (page.list()) {
            case POPULAR -> api.popular(settings.language(), settings.region(), page.page());
            case TOP_RATED -> api.topRated(settings.language(), settings.region(), page.page());
            case NOW_PLAYING -> api.nowPlaying(settings.language(), settings.region(), page.page());
        };
    }

    private RawAnswer receive(Supplier<Response> call) throws IOException {
        try (Response response = call.get()) {
            byte[] body = response.hasEntity() ? response.readEntity(byte[].class) : new byte[0];
            return new RawAnswer(
                    response.getStatus(),
                    response.getHeaderString(HttpHeaders.CONTENT_TYPE),
                    response.getHeaderString(HttpHeaders.RETRY_AFTER),
                    body);
        } catch (ProcessingException | IllegalStateException e) {
            // A new exception: texts of the client may name the whole address, and a cause would be logged with it.
            throw new IOException(credentials.redact(reason(e)));
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        @Nullable String message = root.getMessage();
        return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
    }
}
