package io.marquee.workhorse.ingestion.tmdb;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What is needed of TMDB's REST API, version 3. Answers are kept as they come, so none of them is mapped here. */
@RegisterRestClient(configKey = "tmdb")
@Produces(MediaType.APPLICATION_JSON)
interface TmdbApi extends AutoCloseable {

    @GET
    @Path("/movie/popular")
    Response popular(@RestQuery String language, @RestQuery String region, @RestQuery int page);

    @GET
    @Path("/movie/top_rated")
    Response topRated(@RestQuery String language, @RestQuery String region, @RestQuery int page);

    @GET
    @Path("/movie/now_playing")
    Response nowPlaying(@RestQuery String language, @RestQuery String region, @RestQuery int page);

    @GET
    @Path("/discover/movie")
    Response discover(
            @RestQuery String language,
            @RestQuery String region,
            @RestQuery("primary_release_year") int year,
            @RestQuery("sort_by") String sortBy,
            @RestQuery("include_adult") boolean includeAdult,
            @RestQuery int page);

    @GET
    @Path("/movie/{movie_id}")
    Response details(
            @RestPath("movie_id") long movieId,
            @RestQuery String language,
            @RestQuery("append_to_response") String appendToResponse,
            @RestQuery("include_image_language") String includeImageLanguage);

    @GET
    @Path("/movie/changes")
    Response changes(
            @RestQuery("start_date") String startDate, @RestQuery("end_date") String endDate, @RestQuery int page);

    @GET
    @Path("/genre/movie/list")
    Response genres(@RestQuery String language);

    @GET
    @Path("/configuration")
    Response configuration();

    @Override
    void close();
}
