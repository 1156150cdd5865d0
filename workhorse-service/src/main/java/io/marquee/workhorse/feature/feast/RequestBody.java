package io.marquee.workhorse.feature.feast;

import io.marquee.workhorse.feature.serving.ServingException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** The body of a request, whatever its content type says, as long as it is not too large. */
final class RequestBody {

    private static final int USUAL = 2048;

    private RequestBody() {}

    static Future<Buffer> read(HttpServerRequest request, int most) {
        Promise<Buffer> promise = Promise.promise();
        // Grows as it must, and most bodies come in one piece.
        Buffer body = Buffer.buffer(USUAL);
        request.handler(chunk -> {
            if (body.length() + chunk.length() > most) {
                // The rest is read and dropped, so that the answer reaches a client that is still sending.
                promise.tryFail(FeastErrors.tooLarge(most));
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(cause ->
                promise.tryFail(new ServingException(ServingException.Kind.INVALID, "the body ended early", cause)));
        request.endHandler(unused -> promise.tryComplete(body));
        request.resume();
        return promise.future();
    }
}
