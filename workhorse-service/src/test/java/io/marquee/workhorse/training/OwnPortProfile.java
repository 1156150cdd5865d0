package io.marquee.workhorse.training;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/** Training reaches tracking by its address, which has to be known before the service starts. */
public final class OwnPortProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        String port = Integer.toString(freePort());
        return Map.of(
                "quarkus.http.test-port",
                port,
                "marquee.training.tracking-uri",
                "http://localhost:" + port,
                "marquee.training.promotion.minimum-newest-rows",
                "20");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
