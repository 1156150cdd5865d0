package io.marquee.localstack.tmdb;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request taken apart.
 *
 * @param path behind the base
 * @param query decoded, by name
 */
record StubRequest(String path, Map<String, String> query) {

    static StubRequest of(URI uri, String base) {
        Map<String, String> query = new TreeMap<>();
        String raw = uri.getRawQuery();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                query.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        String path = uri.getPath();
        return new StubRequest(path.startsWith(base + "/") ? path.substring(base.length()) : path, query);
    }

    /** Path and query, its parameters by name, without the key. */
    String key() {
        String rest = query.entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals("api_key"))
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
        return rest.isEmpty() ? path : path + "?" + rest;
    }

    @Nullable
    String parameter(String name) {
        return query.get(name);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
