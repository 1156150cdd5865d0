package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.HashField;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.OnlineStoreReader;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Feature rows in Redis, in Feast's layout. A row replaces one that is older or of the same time, never a newer one. That
 * differs from Feast in rows of the same time, which Feast leaves alone: here a rating that arrives late changes a row
 * without changing its time. Compare and write are one step in Redis, so writers cannot overtake each other.
 */
@ApplicationScoped
public class OnlineStore implements OnlineStoreReader {

    /**
     * What became of rows.
     *
     * @param newer rows left alone because the row in Redis is of a later time
     */
    public record Written(long written, long newer) {

        static final Written NOTHING = new Written(0, 0);

        Written plus(Written more) {
            return new Written(written + more.written, newer + more.newer);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Redis redis;
    private final ActiveDefinitions definitions;
    private final FeatureConfig config;

    OnlineStore(Redis redis, ActiveDefinitions definitions, FeatureConfig config) {
        this.redis = redis;
        this.definitions = definitions;
        this.config = config;
    }

    /** Writes rows of a view, pipelined. */
    Written write(ViewDefinition definition, List<EntityRow> rows) {
        if (rows.isEmpty()) {
            return Written.NOTHING;
        }
        long ttlSeconds = ttlSeconds(definition.joinKey().entity());
        List<Request> requests = new ArrayList<>(rows.size());
        for (EntityRow row : rows) {
            requests.add(writeRequest(definition, row, ttlSeconds));
        }
        List<Response> answers;
        try {
            answers = send(requests);
        } catch (RedisRefusal e) {
            if (!e.isMissingScript()) {
                throw e.problem();
            }
            answers = sendAfterLoadingScript(requests);
        }
        long written =
                answers.stream().filter(answer -> answer.toInteger() == 1).count();
        return new Written(written, rows.size() - written);
    }

    @Override
    public Optional<OnlineRow> read(String viewName, long entityId) {
        FeatureView view = definitions.get().view(viewName).view();
        List<String> features = view.fields().stream().map(FeatureField::name).toList();
        Request request = Request.cmd(Command.HMGET).arg(key(definitions.get().view(viewName), entityId));
        for (byte[] field : OnlineRow.hashFields(viewName, features)) {
            request.arg(field);
        }
        try {
            Response answer = send(List.of(request)).getFirst();
            List<byte @Nullable []> hash = new ArrayList<>(answer.size());
            for (int i = 0; i < answer.size(); i++) {
                hash.add(answer.get(i) == null ? null : answer.get(i).toBytes());
            }
            return Optional.ofNullable(OnlineRow.fromHash(features, hash));
        } catch (RedisRefusal e) {
            throw e.problem();
        }
    }

    /** Forgets the rows of all views, those of entities that are not known any more too; how many entities it were. */
    long forgetAll() {
        byte[] project = config.project().getBytes(StandardCharsets.UTF_8);
        String pattern = "*" + config.project().replaceAll("([\\\\*?\\[\\]^])", "\\\\$1");
        long forgotten = 0;
        String cursor = "0";
        try {
            do {
                Response page = send(List.of(Request.cmd(Command.SCAN)
                                .arg(cursor)
                                .arg("MATCH")
                                .arg(pattern)
                                .arg("COUNT")
                                .arg(1000)))
                        .getFirst();
                cursor = page.get(0).toString();
                Request unlink = Request.cmd(Command.UNLINK);
                int found = 0;
                for (Response key : page.get(1)) {
                    if (isRow(key.toBytes(), project.length)) {
                        unlink.arg(key.toBytes());
                        found++;
                    }
                }
                if (found > 0) {
                    forgotten += send(List.of(unlink)).getFirst().toLong();
                }
            } while (!cursor.equals("0"));
        } catch (RedisRefusal e) {
            throw e.problem();
        }
        return forgotten;
    }

    /** Whether a key is that of an entity of this project: another project's name may end like this one's. */
    private boolean isRow(byte[] key, int projectLength) {
        int at = key.length - projectLength - Long.BYTES;
        if (at < 0) {
            return false;
        }
        long id = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
        return definitions.get().views().stream().anyMatch(view -> Arrays.equals(key(view, id), key));
    }

    private Request writeRequest(ViewDefinition definition, EntityRow row, long ttlSeconds) {
        Instant time = row.row().eventTimestamp();
        Request request = Request.cmd(Command.EVALSHA)
                .arg(RowWriteScript.SHA1)
                .arg(1)
                .arg(key(definition, row.entityId()))
                .arg(HashField.ofTimestamp(definition.name()))
                .arg(time.getEpochSecond())
                .arg(time.getNano())
                .arg(ttlSeconds);
        for (OnlineRow.HashEntry entry : row.row().toHash(definition.view())) {
            request.arg(entry.field()).arg(entry.value());
        }
        return request;
    }

    private List<Response> sendAfterLoadingScript(List<Request> requests) {
        try {
            send(List.of(Request.cmd(Command.SCRIPT).arg("LOAD").arg(RowWriteScript.SOURCE)));
            return send(requests);
        } catch (RedisRefusal e) {
            throw e.problem();
        }
    }

    /** All views of an entity share its key in Redis, so the key stays as long as the longest-lived of them. */
    private long ttlSeconds(String entity) {
        long longest = 0;
        for (ViewDefinition view : definitions.get().viewsOf(entity)) {
            if (view.onlineTtl().isZero()) {
                return 0;
            }
            longest = Math.max(longest, view.onlineTtl().toSeconds());
        }
        return longest;
    }

    private byte[] key(ViewDefinition definition, long entityId) {
        return EntityKey.of(definition.joinKey().column(), entityId).redisKey(config.project());
    }

    private List<Response> send(List<Request> requests) throws RedisRefusal {
        try {
            return redis.batch(requests)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new RedisRefusal(e.getCause());
        } catch (TimeoutException e) {
            throw new RedisRefusal(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisRefusal(e);
        }
    }

    /** Redis answered with an error, or not at all. */
    private static final class RedisRefusal extends Exception {

        private static final long serialVersionUID = 1L;

        RedisRefusal(Throwable cause) {
            super(cause.getMessage(), cause);
        }

        boolean isMissingScript() {
            return String.valueOf(getMessage()).contains("NOSCRIPT");
        }

        ProblemException problem() {
            return new ProblemException(
                    ProblemType.UNAVAILABLE, "the online store does not answer: " + getMessage(), getCause());
        }
    }
}
