package io.marquee.workhorse.feature.online;

import static io.marquee.workhorse.feature.online.TestStores.DEFINITIONS;
import static io.marquee.workhorse.feature.online.TestStores.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.localstack.testing.TestRedis;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.DuckDb;
import io.marquee.workhorse.feature.online.OnlineStore.Written;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows on their way from DuckDB to Redis. */
class OfflineRowsTest {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    /** The values of {@link TestStores#everything}. */
    private static final String EVERYTHING = """
            SELECT 7::BIGINT AS user_id, TIMESTAMP '2024-01-01 00:00:00.000005' AS event_timestamp,
                   '\\x00\\xFF\\x0D\\x0A'::BLOB AS a_bytes, 'Amélie ☕ 𝄞' AS a_string, -7::INTEGER AS a_int32,
                   (-9223372036854775807 - 1)::BIGINT AS a_int64, -0.1::DOUBLE AS a_double, 3.5::FLOAT AS a_float,
                   true AS a_bool, make_timestamp(1700000000000000) AS a_unix_timestamp,
                   ['\\x01'::BLOB, ''::BLOB] AS a_bytes_list, ['Drama', '', 'Comédie'] AS a_string_list,
                   [1, -1, 300]::INTEGER[] AS a_int32_list, [1, -1, 1099511627776]::BIGINT[] AS a_int64_list,
                   [0.5, 5]::DOUBLE[] AS a_double_list, [0.25]::FLOAT[] AS a_float_list,
                   [true, false] AS a_bool_list, []::TIMESTAMP[] AS a_unix_timestamp_list, NULL::DOUBLE AS missing
            """;

    @TempDir
    Path folder;

    private TestRedis redis;
    private OnlineStore store;
    private DuckDb duckDb;

    @BeforeEach
    void start() throws Exception {
        redis = TestRedis.start();
        store = TestStores.open(redis.address(), Map.of("timeout", "500ms"));
        duckDb = DuckDb.open(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(FeatureConfig.class)
                .withDefaultValue("marquee.feature.definitions", ".")
                .withDefaultValue("marquee.feature.work-folder", folder.toString())
                .build()
                .getConfigMapping(FeatureConfig.class));
    }

    @AfterEach
    void stop() throws Exception {
        duckDb.close();
        redis.close();
    }

    @Test
    void shouldBringEveryTypeOver() throws Exception {
        // When
        Written written =
                send(DEFINITIONS.view("everything"), EVERYTHING, Instant.parse("2100-01-01T00:00:00Z"), () -> {});

        // Then
        assertThat(written).isEqualTo(new Written(1, 0));
        assertThat(store.read("everything", user(7)).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(TestStores.everything(START.plusNanos(5000)));
    }

    @Test
    void shouldTakeTheNewestRowUpToATimeAndOfTiesTheOneCreatedLast() throws Exception {
        // Given
        String rows = """
                SELECT * FROM (VALUES
                    (1::BIGINT, 'b', 10, NULL, 1::BIGINT), (1, 'b', 20, NULL, 2), (1, 'b', 20, 5, 3), (1, 'b', 20, 4, 4),
                    (1, 'b', 30, NULL, 5), (1, 'a', 11, NULL, 6), (2, 'b', 40, NULL, 7))
                    AS t(user_id, genre, second, created, n)""";
        String query =
                "SELECT user_id, genre, make_timestamp((1704067200::BIGINT + second) * 1000000) AS event_timestamp,"
                        + " make_timestamp(created::BIGINT * 1000000) AS created_timestamp, n FROM (" + rows + ")";

        // When
        Written written = send(DEFINITIONS.view("pairs"), query, START.plusSeconds(20), () -> {});

        // Then
        assertThat(written).isEqualTo(new Written(2, 0));
        assertThat(store.read("pairs", OnlineStoreContract.pair(1, "b")))
                .contains(new OnlineRow(START.plusSeconds(20), Map.of("n", 3L)));
        assertThat(store.read("pairs", OnlineStoreContract.pair(1, "a")))
                .contains(new OnlineRow(START.plusSeconds(11), Map.of("n", 6L)));
        assertThat(store.read("pairs", OnlineStoreContract.pair(2, "b"))).isEmpty();
    }

    @Test
    void shouldTakeAwayWhatAViewHasOfEntitiesThatAreNotAmongItsRows() throws Exception {
        // Given: of two users and of a pair there is more than the offline rows have, and of one user something newer
        ViewDefinition counts = DEFINITIONS.view("counts");
        for (long user = 1; user <= 3; user++) {
            store.write(counts, List.of(TestStores.count(user, START.plusSeconds(user == 3 ? 100 : 0), user)));
        }
        store.write(DEFINITIONS.view("everything"), List.of(new EntityRow(user(2), TestStores.everything(START))));
        store.write(
                DEFINITIONS.view("pairs"),
                List.of(new EntityRow(OnlineStoreContract.pair(9, "b"), new OnlineRow(START, Map.of("n", 1L)))));
        send(
                counts,
                "SELECT 1::BIGINT AS user_id, make_timestamp(1704067200000000) AS event_timestamp, 5::BIGINT AS n",
                START,
                () -> {});

        // When
        long removed = store.removeStrays(counts, duckDb, START.plusSeconds(99));

        // Then
        assertThat(removed).isEqualTo(1);
        assertThat(store.read("counts", user(1)).orElseThrow().values()).containsEntry("n", 5L);
        assertThat(store.read("counts", user(2))).isEmpty();
        assertThat(store.read("everything", user(2))).isPresent();
        assertThat(store.read("counts", user(3))).isPresent();
        assertThat(store.read("pairs", OnlineStoreContract.pair(9, "b"))).isPresent();

        // When: the entity is one of several join keys
        send(
                DEFINITIONS.view("pairs"),
                "SELECT 9::BIGINT AS user_id, 'a' AS genre, make_timestamp(1704067200000000) AS event_timestamp,"
                        + " 2::BIGINT AS n",
                START,
                () -> {});

        // Then
        assertThat(store.removeStrays(DEFINITIONS.view("pairs"), duckDb, START)).isEqualTo(1);
        assertThat(store.read("pairs", OnlineStoreContract.pair(9, "b"))).isEmpty();
        assertThat(store.read("pairs", OnlineStoreContract.pair(9, "a"))).isPresent();
    }

    /** Redis is stopped, then killed and started again, in the middle: what it holds is what an undisturbed run leaves. */
    @Test
    void shouldLeaveTheSameRowsAfterOutages() throws Exception {
        // Given: a third of the entities has a row that is newer than what comes
        int users = 20_000;
        String query = "SELECT id AS user_id, make_timestamp(1704067200000000 + id * 1000000) AS event_timestamp,"
                + " id * 2 AS n FROM range(" + users + ") t(id)";
        Map<EntityKey, OnlineRow> wanted = new HashMap<>();
        for (long id = 0; id < users; id++) {
            wanted.put(user(id), new OnlineRow(START.plusSeconds(id), Map.of("n", id * 2)));
        }
        ViewDefinition counts = DEFINITIONS.view("counts");
        store.write(
                counts,
                wanted.keySet().stream()
                        .filter(key -> (Long) key.parts().getFirst().value() % 3 == 0)
                        .map(key -> new EntityRow(key, new OnlineRow(START.plusSeconds(1_000_000), Map.of("n", -1L))))
                        .toList());
        AtomicBoolean paused = new AtomicBoolean();
        AtomicBoolean killed = new AtomicBoolean();

        // When
        Written written = send(counts, query, Instant.parse("2100-01-01T00:00:00Z"), () -> {
            if (paused.compareAndSet(false, true)) {
                redis.pause();
                Thread.ofVirtual().start(() -> {
                    sleep(Duration.ofMillis(1200));
                    redis.resume();
                });
            } else if (killed.compareAndSet(false, true)) {
                redis.kill();
                Thread.ofVirtual().start(redis::restart);
            }
        });

        // Then
        assertThat(written.written() + written.newer()).isEqualTo(users);
        assertThat(written.newer()).isEqualTo((users + 2) / 3);
        wanted.forEach((key, row) -> {
            OnlineRow there = store.read("counts", key).orElseThrow();
            long id = (Long) key.parts().getFirst().value();
            assertThat(there.values().get("n")).as("%d", id).isEqualTo(id % 3 == 0 ? -1L : id * 2);
        });
    }

    private Written send(ViewDefinition view, String query, Instant end, Runnable afterABatch) throws Exception {
        OfflineRows rows = new OfflineRows(duckDb, view.view(), query);
        rows.find(end);
        AtomicBoolean begun = new AtomicBoolean();
        return rows.send(store.sink(view, Duration.ofSeconds(30)), done -> {
            if (done > 0 && begun.compareAndSet(false, true) || done > 8_000) {
                afterABatch.run();
            }
        });
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
