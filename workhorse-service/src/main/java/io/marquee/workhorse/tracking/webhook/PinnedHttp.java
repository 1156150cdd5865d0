package io.marquee.workhorse.tracking.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jboss.logging.Logger;

/**
 * Posts to an address that was chosen before, under the name in the URL: the host is not looked up again, redirects are not
 * followed, and of the answer no more is read than is shown. The JDK's client can do none of the three.
 */
final class PinnedHttp {

    private static final Logger LOG = Logger.getLogger(PinnedHttp.class);
    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int MAX_BODY_BYTES = 4 * 1024;

    /** So many timeouts may the whole of it take, however the receiver doles out its bytes. */
    private static final int WHOLE = 3;

    private final Duration timeout;
    private final SSLSocketFactory tls;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("webhook-watch").daemon().factory());

    /** @param timeout for the connection, and again for each wait for bytes */
    PinnedHttp(Duration timeout, SSLSocketFactory tls) {
        this.timeout = timeout;
        this.tls = tls;
    }

    /**
     * What came back.
     *
     * @param headers by name in small letters; of several the last
     * @param body the beginning of it
     */
    record Answer(int status, Map<String, String> headers, String body) {}

    /**
     * Posts.
     *
     * @param headers names and values without line breaks
     */
    Answer post(URI uri, InetAddress address, Map<String, String> headers, byte[] body) throws IOException {
        Socket plain = new Socket();
        // Closing it ends whatever waits for it.
        Future<?> end = watch.schedule(() -> closeQuietly(plain), WHOLE * timeout.toMillis(), TimeUnit.MILLISECONDS);
        try (plain;
                Socket socket = connect(plain, uri, address)) {
            socket.getOutputStream().write(head(uri, headers, body.length));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        } finally {
            end.cancel(false);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debugf("closing a connection that took too long: %s", e.getMessage());
        }
    }

    private Socket connect(Socket plain, URI uri, InetAddress address) throws IOException {
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        plain.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
        plain.setSoTimeout((int) timeout.toMillis());
        if (!secure) {
            return plain;
        }
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, AddressPolicy.unbracketed(uri.getHost()), port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static byte[] head(URI uri, Map<String, String> headers, int length) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder head = new StringBuilder("POST ").append(path);
        if (uri.getRawQuery() != null) {
            head.append('?').append(uri.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(uri.getHost());
        if (uri.getPort() > 0) {
            head.append(':').append(uri.getPort());
        }
        head.append("\r\nConnection: close\r\nContent-Length: ").append(length).append("\r\n");
        headers.forEach((name, value) -> {
            if ((name + value).chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
                throw new IllegalArgumentException("the header " + name + " has a character that headers cannot have");
            }
            head.append(name).append(": ").append(value).append("\r\n");
        });
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static Answer read(InputStream in) throws IOException {
        int[] left = {MAX_HEAD_BYTES};
        while (true) {
            String[] first = line(in, left).split(" ", 3);
            if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[1-5]\\d\\d")) {
                throw new IOException("the receiver did not answer in HTTP/1.1");
            }
            Map<String, String> headers = headers(in, left);
            int status = Integer.parseInt(first[1]);
            if (status >= 200) {
                return new Answer(status, headers, body(in, headers));
            }
        }
    }

    private static Map<String, String> headers(InputStream in, int[] left) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        return headers;
    }

    private static String line(InputStream in, int[] left) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the receiver hung up before it had answered");
            }
            if (--left[0] < 0) {
                throw new IOException("the head of the answer is longer than " + MAX_HEAD_BYTES + " bytes");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            readChunks(in, body);
        } else {
            body.write(in.readNBytes(Math.min(MAX_BODY_BYTES, length(headers))));
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static int length(Map<String, String> headers) {
        String length = headers.get("content-length");
        return length == null || !length.matches("\\d{1,9}") ? MAX_BODY_BYTES : Integer.parseInt(length);
    }

    private static void readChunks(InputStream in, ByteArrayOutputStream body) throws IOException {
        int[] left = {MAX_HEAD_BYTES};
        while (body.size() < MAX_BODY_BYTES) {
            String size = line(in, left).split(";", 2)[0].trim();
            if (!size.matches("[0-9a-fA-F]{1,7}")) {
                throw new IOException("the receiver's answer has a broken chunk");
            }
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                return;
            }
            int wanted = Math.min(length, MAX_BODY_BYTES - body.size());
            body.write(in.readNBytes(wanted));
            if (wanted == length) {
                line(in, left);
            }
        }
    }
}
