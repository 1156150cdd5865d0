package io.marquee.workhorse.tracking.artifact;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Sends files that people uploaded so that a browser saves them and never runs them. */
final class Downloads {

    private static final Set<String> SHOWN_AS_TEXT =
            Set.of("txt", "log", "yaml", "yml", "json", "csv", "tsv", "md", "cfg");

    private Downloads() {}

    static Response of(ArtifactService.Download download) {
        String name = download.path().fileName();
        return Response.ok(download.bytes(), mediaType(name))
                .header(HttpHeaders.CONTENT_LENGTH, download.size())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename*=UTF-8''"
                                + URLEncoder.encode(name, StandardCharsets.UTF_8)
                                        .replace("+", "%20"))
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private static String mediaType(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        if (name.equals("MLmodel") || SHOWN_AS_TEXT.contains(extension)) {
            return MediaType.TEXT_PLAIN;
        }
        String guess = URLConnection.guessContentTypeFromName(name);
        return guess != null && guess.startsWith("image/") && !guess.contains("svg")
                ? guess
                : MediaType.APPLICATION_OCTET_STREAM;
    }
}
