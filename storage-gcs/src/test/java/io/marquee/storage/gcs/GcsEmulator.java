package io.marquee.storage.gcs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The part of Google's JSON API that the store uses, written after its public description: uploads in one piece and in
 * resumable pieces, {@code ifGenerationMatch=0}, ranges, listings of 500 at a time. It knows one bucket. What it does not
 * imitate: rights, checksums, limits.
 */
final class GcsEmulator implements AutoCloseable {

    static final String BUCKET = "contract";

    private static final int PAGE = 500;

    private record Stored(byte[] bytes, long generation) {}

    private record Upload(String name, boolean onlyIfAbsent, ByteArrayOutputStream bytes) {}

    /** Why a request is not carried out. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status) {
            super(Integer.toString(status), null, false, false);
            this.status = status;
        }
    }

    private final HttpServer server;
    private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final AtomicLong generations = new AtomicLong(1);

    private GcsEmulator(HttpServer server) {
        this.server = server;
    }

    static GcsEmulator start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        GcsEmulator emulator = new GcsEmulator(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", emulator::handle);
        server.start();
        return emulator;
    }

    String host() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            try {
                route(exchange, body);
            } catch (Refused e) {
                JsonObject error = new JsonObject();
                error.addProperty("code", e.status);
                error.addProperty("message", "refused");
                JsonObject answer = new JsonObject();
                answer.add("error", error);
                json(exchange, e.status, answer);
            }
        }
    }

    private void route(HttpExchange exchange, byte[] body) throws IOException, Refused {
        // The bucket's part of the path, and what follows it, still encoded.
        String path = exchange.getRequestURI().getRawPath();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        int bucket = path.indexOf("/b/") + 3;
        int end = path.indexOf("/o", bucket);
        if (!path.substring(bucket, end).equals(BUCKET)) {
            throw new Refused(404);
        }
        String key = path.length() > end + 3 ? decode(path.substring(end + 3)) : "";
        switch (exchange.getRequestMethod()) {
            case "POST" -> upload(exchange, query, body);
            case "PUT" -> piece(exchange, query, body);
            case "GET" -> {
                if (key.isEmpty()) {
                    list(exchange, query);
                } else if ("media".equals(query.get("alt"))) {
                    media(exchange, key);
                } else {
                    json(exchange, 200, resource(key, found(key)));
                }
            }
            case "DELETE" -> {
                if (objects.remove(key) == null) {
                    throw new Refused(404);
                }
                exchange.sendResponseHeaders(204, -1);
            }
            default -> throw new Refused(405);
        }
    }

    private void upload(HttpExchange exchange, Map<String, String> query, byte[] body) throws IOException, Refused {
        boolean onlyIfAbsent = "0".equals(query.get("ifGenerationMatch"));
        if ("resumable".equals(query.get("uploadType"))) {
            String id = UUID.randomUUID().toString();
            uploads.put(id, new Upload(query.get("name"), onlyIfAbsent, new ByteArrayOutputStream()));
            exchange.getResponseHeaders()
                    .add(
                            "Location",
                            host() + "/upload/storage/v1/b/" + BUCKET + "/o?uploadType=resumable&upload_id=" + id);
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        // multipart/related: the object's description, then its bytes.
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        String boundary = "--" + type.substring(type.indexOf("boundary=") + 9).replace("\"", "");
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int first = text.indexOf("\r\n\r\n") + 4;
        int second = text.indexOf(boundary, first);
        JsonObject description = JsonParser.parseString(new String(
                        text.substring(first, second).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .getAsJsonObject();
        int begin = text.indexOf("\r\n\r\n", second) + 4;
        int finish = text.lastIndexOf("\r\n" + boundary);
        byte[] content = text.substring(begin, finish).getBytes(StandardCharsets.ISO_8859_1);
        store(exchange, description.get("name").getAsString(), content, onlyIfAbsent);
    }

    private void piece(HttpExchange exchange, Map<String, String> query, byte[] body) throws IOException, Refused {
        Upload upload = uploads.get(query.get("upload_id"));
        if (upload == null) {
            throw new Refused(404);
        }
        upload.bytes().writeBytes(body);
        String range = exchange.getRequestHeaders().getFirst("Content-Range");
        if (range.endsWith("/*")) {
            exchange.getResponseHeaders()
                    .add("Range", "bytes=0-" + (upload.bytes().size() - 1));
            exchange.sendResponseHeaders(308, -1);
            return;
        }
        store(exchange, upload.name(), upload.bytes().toByteArray(), upload.onlyIfAbsent());
    }

    private void store(HttpExchange exchange, String key, byte[] content, boolean onlyIfAbsent)
            throws IOException, Refused {
        Stored stored = new Stored(content, generations.incrementAndGet());
        if (onlyIfAbsent ? objects.putIfAbsent(key, stored) != null : objects.put(key, stored) == stored) {
            throw new Refused(412);
        }
        json(exchange, 200, resource(key, stored));
    }

    private void media(HttpExchange exchange, String key) throws IOException, Refused {
        byte[] bytes = found(key).bytes();
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        int to = bytes.length - 1;
        if (range != null) {
            String[] ends = range.substring("bytes=".length()).split("-", -1);
            from = Integer.parseInt(ends[0]);
            to = ends[1].isEmpty() ? to : (int) Math.min(Long.parseLong(ends[1]), to);
        }
        if (from > to) {
            throw new Refused(416);
        }
        exchange.getResponseHeaders().add("Content-Type", "application/octet-stream");
        exchange.getResponseHeaders()
                .add("x-goog-generation", Long.toString(found(key).generation()));
        if (range != null) {
            exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, to - from + 1);
        exchange.getResponseBody().write(bytes, from, to - from + 1);
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        String prefix = query.getOrDefault("prefix", "");
        JsonArray items = new JsonArray();
        JsonObject answer = new JsonObject();
        answer.addProperty("kind", "storage#objects");
        for (var entry :
                objects.tailMap(query.getOrDefault("pageToken", prefix), true).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                continue;
            }
            if (items.size() == PAGE) {
                answer.addProperty("nextPageToken", entry.getKey());
                break;
            }
            items.add(resource(entry.getKey(), entry.getValue()));
        }
        answer.add("items", items);
        json(exchange, 200, answer);
    }

    private Stored found(String key) throws Refused {
        Stored stored = objects.get(key);
        if (stored == null) {
            throw new Refused(404);
        }
        return stored;
    }

    private static JsonObject resource(String key, Stored stored) {
        JsonObject resource = new JsonObject();
        resource.addProperty("kind", "storage#object");
        resource.addProperty("bucket", BUCKET);
        resource.addProperty("name", key);
        resource.addProperty("size", Integer.toString(stored.bytes().length));
        resource.addProperty("generation", Long.toString(stored.generation()));
        return resource;
    }

    private static void json(HttpExchange exchange, int status, JsonObject answer) throws IOException {
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    /** In a path, a plus is a plus. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
