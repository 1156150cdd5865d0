package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.tracking.wire.ErrorBody;
import io.marquee.workhorse.tracking.wire.ErrorCode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends files that people uploaded, whole or in part, so that a browser saves them and never runs them. Their checksum goes
 * along as entity tag and in a header of its own.
 */
final class Downloads {

    /** Carries a SHA-256 in hexadecimal digits, of a download or to have an upload checked. */
    static final String CHECKSUM_HEADER = "X-Checksum-Sha256";

    /** The endings, or whole names, that MLflow's servers call text. */
    private static final Set<String> TEXT = Set.of(
            "txt",
            "log",
            "err",
            "cfg",
            "conf",
            "cnf",
            "cf",
            "ini",
            "properties",
            "prop",
            "hocon",
            "toml",
            "yaml",
            "yml",
            "xml",
            "json",
            "js",
            "py",
            "py3",
            "csv",
            "tsv",
            "md",
            "rst",
            "MLmodel",
            "MLproject",
            "mlproject");

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private Downloads() {}

    /** Answers a GET. */
    static Response of(ArtifactService artifacts, ArtifactService.Found found, HttpHeaders request) throws IOException {
        Checksum checksum = found.checksum();
        if (names(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), checksum)) {
            return head(Response.notModified(), found).build();
        }
        return switch (ByteRange.parse(range(request, checksum), checksum.size())) {
            case ByteRange.Whole _ ->
                head(Response.ok(artifacts.open(found, 0, checksum.size())), found)
                        .header(HttpHeaders.CONTENT_LENGTH, checksum.size())
                        .build();
            case ByteRange.Part part ->
                head(Response.status(206).entity(artifacts.open(found, part.first(), part.length())), found)
                        .header(HttpHeaders.CONTENT_LENGTH, part.length())
                        .header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + checksum.size())
                        .build();
            case ByteRange.Unsatisfiable _ ->
                Response.status(416)
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .header("Content-Range", "bytes */" + checksum.size())
                        .entity(new ErrorBody(
                                ErrorCode.BAD_REQUEST,
                                "The file has no such bytes; its size is " + checksum.size() + "."))
                        .build();
        };
    }

    /** Answers a HEAD. */
    static Response headOf(ArtifactService.Found found) {
        return head(Response.ok(), found)
                .header(HttpHeaders.CONTENT_LENGTH, found.checksum().size())
                .build();
    }

    /** The range that counts: a part of the file that the client has seen, or of whichever is there. */
    private static @Nullable String range(HttpHeaders request, Checksum checksum) {
        String ifRange = request.getHeaderString("If-Range");
        return ifRange == null || ifRange.trim().equals(checksum.entityTag()) ? request.getHeaderString("Range") : null;
    }

    private static boolean names(@Nullable String entityTags, Checksum checksum) {
        return entityTags != null
                && Arrays.stream(entityTags.split(","))
                        .map(tag -> tag.trim().replaceFirst("^W/", ""))
                        .anyMatch(tag -> tag.equals("*") || tag.equals(checksum.entityTag()));
    }

    private static Response.ResponseBuilder head(Response.ResponseBuilder answer, ArtifactService.Found found) {
        String name = found.place().path().fileName();
        return answer.type(mediaType(name))
                .header(HttpHeaders.ETAG, found.checksum().entityTag())
                .header(CHECKSUM_HEADER, found.checksum().sha256())
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; " + parameter(name))
                .header("X-Content-Type-Options", "nosniff");
    }

    /** A plain name stands for itself, which every client understands; any other is encoded. */
    private static String parameter(String name) {
        return PLAIN_NAME.matcher(name).matches()
                ? "filename=" + name
                : "filename*=UTF-8''"
                        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** As MLflow's servers guess it, but for what a browser would run: that is bytes. */
    private static String mediaType(String name) {
        if (TEXT.contains(name.substring(name.lastIndexOf('.') + 1))) {
            return MediaType.TEXT_PLAIN;
        }
        String guess = URLConnection.guessContentTypeFromName(name);
        return guess != null
                        && (guess.equals("application/pdf") || guess.startsWith("image/") && !guess.contains("svg"))
                ? guess
                : MediaType.APPLICATION_OCTET_STREAM;
    }
}
