package io.marquee.workhorse.feature.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.localstack.testing.TestRedis;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.CatalogueSnapshot;
import io.marquee.workhorse.feature.offline.OfflineBuild;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.platform.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class MaterializationTest {

    private static final String VIEW = "user_behaviour";
    private static final List<String> VIEWS = List.of(VIEW);

    @Inject
    AgroalDataSource dataSource;

    @Inject
    OfflineStore offline;

    @Inject
    CatalogueSnapshot catalogue;

    @Inject
    ActiveDefinitions definitions;

    @Inject
    Materialization materialization;

    @Inject
    MaterializationLog log;

    @Inject
    MaterializationMetrics metrics;

    @Inject
    MeterRegistry meters;

    @Inject
    OnlineStore online;

    @Inject
    OnlineStoreWatch watch;

    @Inject
    FeatureConfig config;

    @Inject
    OnlineStoreConfig storeConfig;

    @Inject
    Database database;

    @Inject
    Clock clock;

    @Inject
    RedisDataSource redis;

    private CatalogueTables tables;

    @BeforeEach
    void catalogue() throws Exception {
        tables = new CatalogueTables(dataSource);
        tables.clear();
        tables.execute("TRUNCATE features.offline_build, features.materialization, features.online_store");
        redis.flushall();
        tables.execute("INSERT INTO catalog.movies (movie_id, title, source) VALUES (1, 'One', 'standard'),"
                + " (2, 'Two', 'standard'), (3, 'Three', 'standard')");
        rate(7, 1, 4, "2024-01-01T00:00:00Z");
        rate(8, 1, 5, "2024-01-01T00:00:10Z");
        offline.build(line -> {});
        watch.look();
    }

    @Test
    void shouldBringOnlineWhatCameSinceTheLastTime() throws Exception {
        // Given
        Instant end = Instant.parse("2024-06-01T00:00:00Z");
        assertThat(increment(end).rowsWritten()).isEqualTo(2);

        // When / Then: nothing came
        assertThat(increment(end).rowsWritten()).isZero();
        assertThat(increment(end.plusSeconds(60)).rowsWritten()).isZero();

        // When: one rating is new, one is of before the watermark, one is of after the end
        rate(7, 2, 1, "2024-06-01T00:01:30Z");
        rate(8, 2, 3, "2024-01-01T00:00:05Z");
        rate(9, 1, 2, "2024-08-01T00:00:00Z");
        offline.build(line -> {});
        Materialized done = increment(Instant.parse("2024-07-01T00:00:00Z"));

        // Then
        assertThat(done.watermark()).isEqualTo("2024-07-01T00:00:00Z");
        assertThat(mean(7)).isEqualTo(2.5);
        assertThat(mean(8)).isEqualTo(4.0);
        assertThat(online.read(VIEW, 9)).isEmpty();
        assertThat(increment(Instant.parse("2024-09-01T00:00:00Z")).rowsWritten())
                .isEqualTo(1);
        assertThat(mean(9)).isEqualTo(2.0);
    }

    @Test
    void shouldBringAnIntervalOnlineWithoutMovingTheWatermarkOverAGap() throws Exception {
        // When
        List<Materialized> done = materialization.materialize(
                VIEWS, Instant.parse("2024-01-01T00:00:01Z"), Instant.parse("2024-01-01T00:00:11Z"), false, line -> {});

        // Then: user 7's row is of the start, which is not part of it; user 8's of the end, which is
        assertThat(done).extracting(Materialized::rowsWritten).containsExactly(1L);
        assertThat(done.getFirst().watermark()).isNull();
        assertThat(online.read(VIEW, 7)).isEmpty();
        assertThat(mean(8)).isEqualTo(5.0);
        assertThatThrownBy(() -> materialization.materialize(VIEWS, clock.instant(), Instant.EPOCH, false, line -> {}))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("must be before the end");
    }

    @Test
    void shouldRunOneMaterialisationOfAViewAtATime() throws Exception {
        // Given
        MaterializationLog.Claim claim = log.claim(VIEW, false);

        // When / Then
        assertThat(materialization.running()).containsExactly(VIEW);
        assertThatThrownBy(() -> increment(clock.instant()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.CONFLICT))
                .hasMessageContaining("is being brought online since");
        materialization.materialize(VIEWS, null, clock.instant(), true, line -> {});
        assertThatThrownBy(() -> log.renew(claim)).hasMessageContaining("this one stops");

        // When: a run has died without giving its claim back
        log.claim(VIEW, false);
        tables.execute("UPDATE features.materialization SET claimed_until = now() - interval '1 second'");

        // Then
        assertThat(materialization.running()).isEmpty();
        assertThat(increment(clock.instant()).rowsWritten()).isZero();
    }

    @Test
    void shouldLeaveTheWatermarkWhenARunFails() throws Exception {
        // Given: Redis refuses one of the rows
        byte[] key = EntityKey.of("user_id", 8).redisKey("marquee");
        redis.value(byte[].class, byte[].class).set(key, new byte[] {1});
        double failures = failures();

        // When
        assertThatThrownBy(() -> increment(clock.instant())).hasMessageContaining("WRONGTYPE");

        // Then
        assertThat(failures()).isEqualTo(failures + 1);
        assertThat(materialization.running()).isEmpty();
        redis.key(byte[].class).del(key);
        increment(clock.instant());
        assertThat(mean(7)).isEqualTo(4.0);
        assertThat(mean(8)).isEqualTo(5.0);
    }

    @Test
    void shouldNoticeThatRedisWasEmptied() throws Exception {
        // Given
        increment(clock.instant());
        assertThat(watch.look()).isFalse();
        redis.flushall();

        // When / Then: an increment does not trust the watermark
        assertThat(increment(clock.instant()).rowsWritten()).isEqualTo(2);
        redis.flushall();
        assertThat(watch.look()).isTrue();
        assertThat(mean(7)).isEqualTo(4.0);
        assertThat(online.read("user_history", 8)).isPresent();
        assertThat(online.read("movie_rating_stats", 1)).isPresent();
        assertThat(watch.look()).isFalse();
        assertThat(increment(clock.instant()).rowsWritten()).isZero();
    }

    /** Redis confirms what it has not written to disk yet: a restart in the middle makes a run begin again. */
    @Test
    void shouldWriteAViewAgainWhenRedisLostRowsMeanwhile() throws Exception {
        // Given
        try (TestRedis own = TestRedis.start()) {
            OnlineStore store = TestStores.open(own.address(), definitions);
            ViewMaterializer materializer = new ViewMaterializer(
                    offline,
                    catalogue,
                    store,
                    new OnlineLife(database, store),
                    log,
                    metrics,
                    config,
                    storeConfig,
                    clock);
            ViewDefinition view = definitions.get().view(VIEW);
            OfflineBuild build = offline.current().get(view);
            AtomicBoolean emptied = new AtomicBoolean();
            List<String> said = new ArrayList<>();

            // When: it is emptied after the first row was written, and does not come back as it was
            ViewMaterializer.Done done = materializer.run(
                    view,
                    build,
                    (before, files) -> MaterializationScope.full(before, 1, files, clock.instant()),
                    false,
                    false,
                    line -> {
                        said.add(line);
                        if (emptied.compareAndSet(false, true)) {
                            store.write(
                                    view,
                                    List.of(new EntityRow(
                                            EntityKey.of("user_id", 99), new OnlineRow(Instant.EPOCH, Map.of()))));
                            own.kill();
                            own.restart();
                        }
                    });

            // Then
            assertThat(done.materialized().rowsWritten()).isEqualTo(2);
            assertThat(said).anyMatch(line -> line.startsWith("Redis was emptied or restarted meanwhile"));
            assertThat(store.read(VIEW, 7)).isPresent();
            assertThat(store.read(VIEW, 8)).isPresent();
        }
    }

    @Test
    void shouldLeaveNoRowOfAnEntityThatIsGoneWhenRebuilt() throws Exception {
        // Given
        materialization.rebuild(VIEWS, line -> {});
        assertThat(online.read(VIEW, 8)).isPresent();
        tables.execute("DELETE FROM catalog.ratings WHERE user_id = 8");
        offline.build(true, line -> {});

        // When
        materialization.materialize(VIEWS, null, clock.instant(), false, line -> {});

        // Then: as by Feast, what is only gone offline stays
        assertThat(online.read(VIEW, 8)).isPresent();

        // When
        materialization.rebuild(VIEWS, line -> {});

        // Then
        assertThat(online.read(VIEW, 8)).isEmpty();
        assertThat(online.read(VIEW, 7)).isPresent();
    }

    @Test
    void shouldRefuseAViewThatIsNotThere() {
        assertThatThrownBy(() ->
                        materialization.materializeIncremental(List.of("nobody"), clock.instant(), false, line -> {}))
                .isInstanceOf(ProblemException.class)
                .hasMessage("there is no feature view nobody");
    }

    private Materialized increment(Instant end) throws Exception {
        return materialization
                .materializeIncremental(VIEWS, end, false, line -> {})
                .getFirst();
    }

    private Object mean(long user) {
        return online.read(VIEW, user).orElseThrow().values().get("rating_mean");
    }

    private double failures() {
        return meters.counter("feast_materialization_result", "feature_view", VIEW, "status", "failure")
                .count();
    }

    private void rate(long user, long movie, double stars, String time) throws SQLException {
        tables.execute(
                "INSERT INTO catalog.ratings (user_id, movie_id, rating, rated_at, source) VALUES (%d, %d, %s, '%s',"
                                .formatted(user, movie, stars, time)
                        + " 'standard')");
    }
}
