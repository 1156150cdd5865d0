package io.marquee.workhorse.ingestion;

import io.marquee.contract.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Movies and the size of the catalogue over HTTP. */
@Path("/api/v1")
@Tag(name = "catalogue")
@RunOnVirtualThread
public class CatalogueResource {

    private static final int MAX_MOVIES = 500;

    /** The tables of the catalogue. */
    public record Datasets(List<Catalogue.Dataset> datasets) {}

    /** Movies that were found. */
    public record Movies(List<Movie> movies) {}

    /** Ids that sources claim for films that do not have them. */
    public record Conflicts(List<MovieSources.Conflict> conflicts) {}

    private final Catalogue catalogue;
    private final MovieSources sources;

    CatalogueResource(Catalogue catalogue, MovieSources sources) {
        this.catalogue = catalogue;
        this.sources = sources;
    }

    @GET
    @Path("/datasets")
    @Operation(summary = "How many movies, ratings, users, interactions and quarantined rows there are")
    public Datasets datasets() {
        return new Datasets(catalogue.datasets());
    }

    @GET
    @Path("/movies/{movieId}")
    @Operation(summary = "One movie")
    public Movie movie(@RestPath long movieId) {
        return catalogue.movie(movieId).orElseThrow(() -> ProblemException.notFound("movie_id", movieId));
    }

    @GET
    @Path("/movies/{movieId}/sources")
    @Operation(summary = "What each source says of a movie, its other ids, and ids that are claimed for it in vain")
    public MovieSources.Film sources(@RestPath long movieId) {
        return sources.film(movieId).orElseThrow(() -> ProblemException.notFound("movie_id", movieId));
    }

    @GET
    @Path("/movie-conflicts")
    @Operation(summary = "Ids that a source claims for a movie and that the movie does not have")
    public Conflicts conflicts(@RestQuery @DefaultValue("50") @Min(1) @Max(1000) int limit) {
        return new Conflicts(sources.conflicts(limit));
    }

    @GET
    @Path("/movies")
    @Operation(
            summary = "Movies by a part of their title, by ids separated by commas, or page by page",
            description = "'after' gives the movies with the next greater ids: with the last id of a page the next one")
    public Movies movies(
            @RestQuery @DefaultValue("") @Size(max = 200) String query,
            @RestQuery @DefaultValue("") @Size(max = 10_000) String ids,
            @RestQuery Optional<Long> after,
            @RestQuery @DefaultValue("20") @Min(1) @Max(MAX_MOVIES) int limit) {
        if (after.isPresent()) {
            return new Movies(catalogue.after(after.get(), limit));
        }
        return new Movies(ids.isBlank() ? catalogue.search(query, limit) : catalogue.movies(parse(ids)));
    }

    private static long[] parse(String ids) {
        String[] parts = ids.split(",", -1);
        if (parts.length > MAX_MOVIES) {
            throw ProblemException.invalid("ids", parts.length + " ids", "must have at most " + MAX_MOVIES);
        }
        try {
            return Arrays.stream(parts)
                    .map(String::strip)
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (NumberFormatException e) {
            throw ProblemException.invalid("ids", ids, "must be whole numbers separated by commas");
        }
    }
}
