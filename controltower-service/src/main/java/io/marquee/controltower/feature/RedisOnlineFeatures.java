package io.marquee.controltower.feature;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.Guard;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Online features from Redis, where they lie as Feast writes them: one HMGET per entity, all of a request at once.
 * When Redis has failed repeatedly it is left alone for a while, so that answers stay fast without it.
 *
 * <p>Alert when {@code marquee_feature_lookups_total{outcome="unavailable"}} rises: answers are marked degraded meanwhile.
 */
@ApplicationScoped
public class RedisOnlineFeatures implements OnlineFeatures {

    private static final Logger LOG = Logger.getLogger(RedisOnlineFeatures.class);
    private static final int FAILURES_WATCHED = 10;
    private static final double FAILURE_RATIO = 0.5;
    private static final EntityFields PROBE = EntityFields.ofUsers(RatingHistory.FEATURES);

    private final RedisReads redis;
    private final String project;
    private final Duration timeout;
    private final Guard guard;
    private final Timer duration;
    private final Counter answered;
    private final Counter unavailable;
    private volatile CircuitBreakerState circuit = CircuitBreakerState.CLOSED;
    private volatile @Nullable String lastFailure;

    RedisOnlineFeatures(Redis redis, FeatureConfig config, MeterRegistry meters) {
        this.redis = new RedisReads(redis, config.redisType());
        this.project = config.project();
        this.timeout = config.timeout();
        this.guard = Guard.create()
                .withDescription("online-features")
                .withCircuitBreaker()
                .requestVolumeThreshold(FAILURES_WATCHED)
                .failureRatio(FAILURE_RATIO)
                .delay(config.recovery().toMillis(), ChronoUnit.MILLIS)
                .successThreshold(1)
                .onStateChange(this::changed)
                .done()
                .build();
        this.duration = Timer.builder("marquee_feature_lookup_duration")
                .description("Time to read the features of one request from Redis")
                .publishPercentileHistogram(false)
                .register(meters);
        this.answered = meters.counter("marquee_feature_lookups_total", "outcome", "answered");
        this.unavailable = meters.counter("marquee_feature_lookups_total", "outcome", "unavailable");
    }

    @Override
    public List<EntityRow> read(List<EntityRead> reads) throws FeaturesUnavailableException {
        if (reads.isEmpty()) {
            return List.of();
        }
        long began = System.nanoTime();
        try {
            @SuppressWarnings("unchecked")
            List<Response> answers = guard.call(() -> ask(reads), List.class);
            List<EntityRow> rows = new ArrayList<>(reads.size());
            for (int i = 0; i < reads.size(); i++) {
                rows.add(row(reads.get(i).fields(), answers.get(i)));
            }
            answered.increment();
            lastFailure = null;
            return rows;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the look-up was interrupted", e);
        } catch (CircuitBreakerOpenException e) {
            throw unavailable("Redis has failed repeatedly and is left alone for a moment", e);
        } catch (TimeoutException e) {
            throw failed("Redis did not answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw failed("Redis cannot be read: " + e.getCause().getMessage(), e);
        } catch (Exception e) {
            throw failed("Redis cannot be read: " + e.getMessage(), e);
        } finally {
            duration.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    private List<Response> ask(List<EntityRead> reads) throws Exception {
        List<Request> requests = new ArrayList<>(reads.size());
        for (EntityRead read : reads) {
            Request request = Request.cmd(Command.HMGET).arg(read.fields().redisKey(read.id(), project));
            for (byte[] field : read.fields().hashFields()) {
                request.arg(field);
            }
            requests.add(request);
        }
        return redis.send(requests)
                .toCompletionStage()
                .toCompletableFuture()
                .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static EntityRow row(EntityFields fields, Response answer) {
        List<byte @Nullable []> hash = new ArrayList<>(answer.size());
        boolean known = false;
        for (int i = 0; i < answer.size(); i++) {
            Response value = answer.get(i);
            known |= value != null;
            hash.add(value == null ? null : value.toBytes());
        }
        return known ? fields.row(hash) : EntityRow.UNKNOWN;
    }

    private FeaturesUnavailableException failed(String reason, Exception cause) {
        lastFailure = reason;
        return unavailable(reason, cause);
    }

    private FeaturesUnavailableException unavailable(String reason, Exception cause) {
        unavailable.increment();
        return new FeaturesUnavailableException(reason, cause);
    }

    private void changed(CircuitBreakerState state) {
        CircuitBreakerState before = circuit;
        circuit = state;
        switch (state) {
            case OPEN -> {
                // Each failed attempt to get back opens it anew; once is enough to say.
                if (before == CircuitBreakerState.CLOSED) {
                    LOG.warnf("answers go on without online features: %s", lastFailure);
                }
            }
            case CLOSED -> LOG.info("online features are read again");
            case HALF_OPEN -> LOG.debug("trying Redis again");
        }
    }

    /** Why features cannot be read right now, or null when they can; it looks for itself, so that quiet times count too. */
    @Nullable
    String outage() {
        try {
            read(List.of(new EntityRead(PROBE, 0)));
            return null;
        } catch (FeaturesUnavailableException e) {
            return circuit == CircuitBreakerState.CLOSED || lastFailure == null ? e.getMessage() : lastFailure;
        }
    }
}
