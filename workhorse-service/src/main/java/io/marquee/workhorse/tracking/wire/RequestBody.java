package io.marquee.workhorse.tracking.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.platform.web.RefusedBodyException;
import java.io.IOException;
import java.io.InputStream;

/** Reads JSON bodies within limits of size and depth. */
final class RequestBody {

    /** Most bytes of a JSON body; the largest legal one is a dataset's profile of 16 MiB. */
    static final int MAX_BODY_BYTES = 20 << 20;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private RequestBody() {}

    /** Reads one JSON object; an empty body is an object without fields. */
    static JsonNode read(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                throw new ProblemException(
                        ProblemType.TOO_LARGE, "The request body is larger than " + MAX_BODY_BYTES + " bytes");
            }
            return bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : parse(bytes);
        } catch (RefusedBodyException e) {
            throw new ProblemException(e.type(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new MlflowException(ErrorCode.BAD_REQUEST, "The request body ended early", e);
        }
    }

    private static JsonNode parse(byte[] bytes) throws IOException {
        try (JsonParser parser = JSON.createParser(bytes)) {
            JsonNode tree = JSON.readTree(parser);
            if (tree == null || !tree.isObject() || parser.nextToken() != null) {
                throw MlflowException.invalid("The request body must be one JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw MlflowException.invalid("The request body is not JSON: line " + line + ", column " + column);
        }
    }
}
