package io.marquee.platform.problem;

import io.marquee.contract.problem.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.List;

/** An endpoint with every way to fail, for the mappers to map. */
@Path("/sample")
public class SampleResource {

    public record Body(
            @NotNull Long userId,
            @NotNull List<@NotNull Long> movieIds,
            @Max(5) Double rating) {}

    @POST
    public Body echo(@Valid Body body) {
        return body;
    }

    @GET
    public int list(@QueryParam("k") @Min(1) @Max(100) int k) {
        return k;
    }

    @GET
    @Path("/missing/{id}")
    public String missing(@PathParam("id") long id) {
        throw ProblemException.notFound("movie_id", id);
    }

    @GET
    @Path("/broken")
    public String broken() {
        throw new IllegalStateException("password=secret");
    }

    @GET
    @Path("/away")
    public String away() {
        throw ProblemException.unavailable("the model is loading", Duration.ofSeconds(5));
    }
}
