package io.marquee.localstack;

/** Where a part listens. */
public record Endpoint(String host, int port) {

    public Endpoint {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host \"" + host + "\" is blank");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not within 1..65535");
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
