package io.marquee.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Puts what people type into addresses. */
public final class Paths {

    private Paths() {}

    /** One segment of a path, or a value of a query, whatever characters it holds. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
