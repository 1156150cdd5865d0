package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.tracking.artifact.MultipartUploads.SentPart;
import io.marquee.workhorse.tracking.wire.Empty;
import io.marquee.workhorse.tracking.wire.MlflowApi;
import io.marquee.workhorse.tracking.wire.MlflowException;
import io.marquee.workhorse.tracking.wire.MlflowMessage;
import io.marquee.workhorse.tracking.wire.MlflowRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** MLflow's calls about files that are sent in parts; the path is that of the folder, the file's name comes in the body. */
@Path(MlflowApi.PREFIX + "/mlflow-artifacts/mpu")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "MLflow artifacts")
public class MultipartResource {

    private final MultipartUploads uploads;

    MultipartResource(MultipartUploads uploads) {
        this.uploads = uploads;
    }

    /** Where a part is to be PUT. */
    @MlflowMessage
    record Credential(String url, int partNumber, Map<String, String> headers) {}

    @MlflowMessage
    record Created(String uploadId, List<Credential> credentials) {}

    @POST
    @Path("create/{path: .+}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begin to send a file in parts: {path, num_parts}; the answer says where each part goes")
    public Created create(@PathParam("path") String folder, @Context UriInfo uri, InputStream body) throws IOException {
        MlflowRequest request = MlflowRequest.ofBody(body);
        int numParts =
                (int) Math.min(Integer.MAX_VALUE, request.number("num_parts").orElse(1));
        MultipartUploads.Begun begun = uploads.begin(file(folder, request), numParts);
        return new Created(
                begun.uploadId(),
                IntStream.rangeClosed(1, numParts)
                        .mapToObj(number -> new Credential(
                                begun.addresses().getOrDefault(number, ownAddress(uri, begun.uploadId(), number)),
                                number,
                                Map.of()))
                        .toList());
    }

    @PUT
    @Path("part/{upload}/{number: \\d{1,9}}")
    @Operation(summary = "Send a part; the answer's ETag is needed to complete the upload")
    public Response part(
            @PathParam("upload") String uploadId,
            @PathParam("number") int number,
            @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable Long length,
            InputStream bytes)
            throws IOException {
        uploads.requireAllowed(length);
        return Response.ok(Empty.MESSAGE)
                .header(
                        HttpHeaders.ETAG,
                        uploads.receive(uploadId, number, bytes).entityTag())
                .build();
    }

    @POST
    @Path("complete/{path: .+}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make the file of its parts: {path, upload_id, parts: [{part_number, etag}]}")
    public Empty complete(@PathParam("path") String folder, InputStream body) throws IOException {
        MlflowRequest request = MlflowRequest.ofBody(body);
        List<SentPart> parts = request.messages("parts").stream()
                .map(part -> new SentPart(partNumber(part.requiredNumber("part_number")), part.required("etag")))
                .toList();
        uploads.complete(file(folder, request), request.required("upload_id"), parts);
        return Empty.MESSAGE;
    }

    @POST
    @Path("abort/{path: .+}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Give an upload up: {path, upload_id}")
    public Empty abort(@PathParam("path") String folder, InputStream body) throws IOException {
        MlflowRequest request = MlflowRequest.ofBody(body);
        uploads.abort(file(folder, request), request.required("upload_id"));
        return Empty.MESSAGE;
    }

    /** Clients send the path that the file has with them; its last step is its name here. */
    private static RunFolder.Place file(String folder, MlflowRequest request) {
        String path = request.required("path");
        RunFolder.Place place = RunFolder.place(folder);
        ArtifactPath name = ArtifactPath.of(path.substring(path.lastIndexOf('/') + 1));
        return new RunFolder.Place(
                place.folder(),
                place.path().isRoot() || name.isRoot() ? name : new ArtifactPath(place.path() + "/" + name));
    }

    private static int partNumber(long number) {
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw MlflowException.invalid("Invalid part_number: it must be a positive integer, but got " + number);
        }
        return (int) number;
    }

    private static String ownAddress(UriInfo uri, String uploadId, int number) {
        return uri.getBaseUriBuilder()
                .path(MlflowApi.PREFIX + "/mlflow-artifacts/mpu/part/" + uploadId + "/" + number)
                .build()
                .toString();
    }
}
