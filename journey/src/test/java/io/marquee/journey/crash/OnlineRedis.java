package io.marquee.journey.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The suite's Redis, looked at past the service. */
final class OnlineRedis {

    /** How many rows there are, and a digest of their keys, fields and values, in whatever order Redis has them. */
    private static final String DIGEST = """
            local keys = {}
            for _, key in ipairs(redis.call('KEYS', '*')) do
                if redis.call('TYPE', key).ok == 'hash' then keys[#keys + 1] = key end
            end
            table.sort(keys)
            local digest = ''
            for _, key in ipairs(keys) do
                local flat, entries = redis.call('HGETALL', key), {}
                for i = 1, #flat, 2 do entries[#entries + 1] = #flat[i] .. ':' .. flat[i] .. flat[i + 1] end
                table.sort(entries)
                digest = redis.sha1hex(digest .. key .. table.concat(entries, ','))
            end
            return #keys .. ' rows ' .. digest
            """;

    private static final String REMOVE_ROWS = """
            for _, key in ipairs(redis.call('KEYS', '*')) do
                if redis.call('TYPE', key).ok == 'hash' then redis.call('UNLINK', key) end
            end
            return 'OK'
            """;

    private final String host;
    private final int port;

    OnlineRedis(Map<String, String> environment) {
        this.host = environment.get("REDIS_HOST");
        this.port = Integer.parseInt(environment.get("REDIS_PORT"));
    }

    String digest() throws IOException {
        return eval(DIGEST);
    }

    /** Takes all rows away; the service's mark stays, so that it does not bring them back by itself. */
    void removeRows() throws IOException {
        eval(REMOVE_ROWS);
    }

    private String eval(String script) throws IOException {
        StringBuilder command = new StringBuilder("*3\r\n");
        for (String word : List.of("EVAL", script, "0")) {
            command.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        try (Socket socket = new Socket(host, port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.US_ASCII));
            String head = in.readLine();
            if (head == null || !head.startsWith("$")) {
                throw new IOException("Redis answered: " + head);
            }
            return in.readLine();
        }
    }
}
