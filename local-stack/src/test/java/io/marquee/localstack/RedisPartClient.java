package io.marquee.localstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Redis by its inline commands. */
record RedisPartClient(Endpoint endpoint) implements PartClient {

    @Override
    public void put(String key, String value) {
        call("SET " + key + " " + value, 1);
    }

    @Override
    public String get(String key) {
        return call("GET " + key, 2);
    }

    private String call(String command, int lines) {
        try (Socket socket = new Socket(endpoint.host(), endpoint.port());
                BufferedReader answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            String last = "";
            for (int i = 0; i < lines; i++) {
                last = answer.readLine();
            }
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
