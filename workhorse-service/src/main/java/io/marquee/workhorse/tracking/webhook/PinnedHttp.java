package io.marquee.workhorse.tracking.webhook;

import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Posts to an address that was chosen before, under the name in the URL: the host is not looked up again, redirects are not
 * followed, and of the answer no more is read than is shown. TLS asks for the name, not for the address.
 */
final class PinnedHttp {

    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int MAX_BODY_BYTES = 4 * 1024;

    /** So many timeouts may the whole of it take, however the receiver doles out its bytes. */
    private static final int WHOLE = 3;

    private final Duration timeout;
    private final HttpClient client;

    /**
     * @param timeout for the connection, and again for each wait for bytes
     * @param trust whom TLS believes; null means whom this JVM believes
     */
    PinnedHttp(Vertx vertx, Duration timeout, @Nullable TrustOptions trust) {
        this.timeout = timeout;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) timeout.toMillis())
                // With it, a connection is there or not well before the whole of the time is over.
                .setSslHandshakeTimeout(timeout.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) timeout.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxHeaderSize(MAX_HEAD_BYTES)
                .setVerifyHost(true)
                .setTrustOptions(trust));
    }

    /**
     * What came back.
     *
     * @param headers by name, in whatever case
     * @param body the beginning of it
     */
    record Answer(int status, MultiMap headers, String body) {}

    /**
     * Posts.
     *
     * @throws IllegalArgumentException when a header has a character that headers cannot have
     * @throws IOException when there is no answer
     */
    Answer post(URI uri, InetAddress address, Map<String, String> headers, byte[] body) throws IOException {
        AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
        Promise<Answer> answer = Promise.promise();
        client.request(options(uri, address, headers))
                .compose(request -> {
                    sent.set(request);
                    return request.send(Buffer.buffer(body));
                })
                .onSuccess(response -> read(response, answer))
                .onFailure(answer::tryFail);
        try {
            return answer.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(WHOLE * timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the receiver has not answered within " + timeout.multipliedBy(WHOLE), e);
        } catch (ExecutionException e) {
            throw new IOException(reason(e), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for an answer");
        } finally {
            HttpClientRequest request = sent.get();
            if (request != null) {
                // Whatever more the receiver wants to say is not listened to.
                request.connection().close();
            }
        }
    }

    /** What is wrong in the end; on its way up it only loses words. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static RequestOptions options(URI uri, InetAddress address, Map<String, String> headers) {
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
                .setHost(AddressPolicy.unbracketed(uri.getHost()))
                .setPort(port)
                .setSsl(secure)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .setFollowRedirects(false);
        headers.forEach(options::putHeader);
        return options;
    }

    private static void read(HttpClientResponse response, Promise<Answer> answer) {
        Buffer body = Buffer.buffer();
        response.exceptionHandler(answer::tryFail)
                .endHandler(end -> answer.tryComplete(answer(response, body)))
                .handler(part -> {
                    body.appendBuffer(part, 0, Math.min(part.length(), MAX_BODY_BYTES - body.length()));
                    if (body.length() == MAX_BODY_BYTES) {
                        answer.tryComplete(answer(response, body));
                    }
                });
    }

    private static Answer answer(HttpClientResponse response, Buffer body) {
        return new Answer(response.statusCode(), response.headers(), body.toString(StandardCharsets.UTF_8));
    }
}
