package io.marquee.workhorse.feature.online;

import static io.marquee.workhorse.feature.online.TestStores.count;
import static io.marquee.workhorse.feature.online.TestStores.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.problem.ProblemException;
import io.marquee.localstack.testing.TestRedis;
import io.marquee.workhorse.feature.online.OnlineStore.Written;
import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import io.marquee.workhorse.feature.online.redis.RedisServers;
import io.marquee.workhorse.feature.online.redis.RedisSettings;
import io.marquee.workhorse.feature.online.redis.RedisType;
import io.marquee.workhorse.feature.online.redis.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One server, with a password and a database of its own. */
class SingleRedisTest extends OnlineStoreContract {

    private static final String PASSWORD = "p=w,d";

    private static TestRedis redis;
    private static RedisServers servers;
    private static OnlineStore store;

    @BeforeAll
    static void start() {
        redis = TestRedis.start("requirepass \"" + PASSWORD + "\"");
        servers = new RedisServers(
                RedisSettings.parse(RedisType.REDIS, redis.address() + ",db=3", PASSWORD, Duration.ofSeconds(5)));
        store = TestStores.open(
                redis.address() + ",db=3", Map.of("password", PASSWORD, "timeout", "500ms", "patience", "20s"));
    }

    @AfterAll
    static void stop() {
        servers.close();
        redis.close();
    }

    @Override
    OnlineStore store() {
        return store;
    }

    @Test
    void shouldKeepAKeyAsLongAsTheLongestLivedViewOfIt() throws Exception {
        // When
        write(count(1, START, 1));

        // Then
        assertThat(ttl(user(1))).isBetween(60 * 86_400L - 60, 60 * 86_400L);

        // When: the view that lives shorter is written later
        store.write(
                TestStores.DEFINITIONS.view("everything"),
                List.of(new EntityRow(user(1), TestStores.everything(START))));

        // Then
        assertThat(ttl(user(1))).isBetween(60 * 86_400L - 60, 60 * 86_400L);
    }

    @Test
    void shouldRenewTheLifeOfARowThatItLeavesAlone() throws Exception {
        // Given
        write(count(1, START, 1));
        call("EXPIRE", user(1), "10");

        // When
        Written written = write(count(1, START.minusSeconds(1), 2));

        // Then
        assertThat(written).isEqualTo(new Written(0, 1));
        assertThat(ttl(user(1))).isGreaterThan(86_400);
    }

    @Test
    void shouldRefuseAnotherPassword() {
        OnlineStore stranger = TestStores.open(redis.address(), Map.of("password", "wrong"));
        assertThatThrownBy(() -> stranger.write(counts, List.of(count(1, START, 1))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("WRONGPASS");
    }

    @Test
    void shouldSayWhatRedisRefuses() throws Exception {
        call("SET", user(1), "not a hash");
        assertThatThrownBy(() -> write(count(1, START, 1)))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("the online store does not take rows of 'counts': WRONGTYPE");
        assertThat(write(count(2, START, 2))).isEqualTo(new Written(1, 0));
    }

    @Test
    void shouldReadRowsUnderTheKeyOfVersionTwoIfTold() throws Exception {
        // Given
        byte[] key = user(5).redisKeyV2("marquee");
        ByteBuilder command =
                new ByteBuilder(64).putArrayHead(6).putBulk("HSET").putBulk(key);
        new OnlineRow(START, Map.of("n", 9L)).toHash(counts.view()).forEach(entry -> command.putBulk(entry.field())
                .putBulk(entry.value()));
        Persistence.of(
                Duration.ofSeconds(10),
                () -> servers.with(servers.nodeOf(0), connection -> {
                    connection.send(command);
                    return connection.receive().number();
                }));
        OnlineStore patient =
                TestStores.open(redis.address() + ",db=3", Map.of("password", PASSWORD, "read-key-version2", "true"));

        // When / Then
        assertThat(patient.read("counts", user(5))).contains(new OnlineRow(START, Map.of("n", 9L)));
        assertThat(store.read("counts", user(5))).isEmpty();
    }

    /** A server that was stopped for longer than answers may take, and one that was killed. */
    @Test
    void shouldWriteAllRowsThroughAnOutage() throws Exception {
        // Given
        List<EntityRow> rows = new ArrayList<>();
        for (long user = 0; user < 2_000; user++) {
            rows.add(count(user, START, user));
        }
        store.write(counts, rows.subList(0, 100));

        // When
        redis.pause();
        CompletableFuture<Written> paused = CompletableFuture.supplyAsync(() -> store.write(counts, rows));
        assertThatThrownBy(() -> paused.get(900, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        redis.resume();

        // Then
        assertThat(paused.get(20, TimeUnit.SECONDS)).isEqualTo(new Written(2_000, 0));

        // When
        redis.kill();
        CompletableFuture<Written> killed = CompletableFuture.supplyAsync(
                () -> store.write(counts, rows.stream().map(row -> later(row)).toList()));
        redis.restart();

        // Then
        assertThat(killed.get(20, TimeUnit.SECONDS)).isEqualTo(new Written(2_000, 0));
        for (EntityRow row : rows) {
            assertThat(store.read("counts", row.key())).contains(later(row).row());
        }
    }

    @Test
    void shouldGiveUpWhenRedisStaysAway() {
        OnlineStore impatient = TestStores.open("127.0.0.1:1", Map.of("patience", "100ms"));
        assertThatThrownBy(() -> impatient.write(counts, List.of(count(1, START, 1))))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith(
                        "the online store does not take rows of 'counts': 127.0.0.1:1 does not answer: ");
    }

    @Test
    void shouldTellOneLifeOfRedisFromAnother() throws Exception {
        // Given
        store.mark("one");
        Incarnation first = store.incarnation(Duration.ofSeconds(5));

        // When / Then
        assertThat(store.incarnation(Duration.ofSeconds(5)).continues(first)).isTrue();
        redis.kill();
        redis.restart();
        Incarnation second = store.incarnation(Duration.ofSeconds(5));
        assertThat(second.marker()).contains("one");
        assertThat(second.continues(first)).isFalse();
        Persistence.of(
                Duration.ofSeconds(10),
                () -> servers.with(servers.nodeOf(0), connection -> connection.call("FLUSHALL")));
        assertThat(store.incarnation(Duration.ofSeconds(5)).continues(second)).isFalse();
    }

    private static EntityRow later(EntityRow row) {
        return new EntityRow(
                row.key(),
                new OnlineRow(
                        row.row().eventTimestamp().plusSeconds(1), row.row().values()));
    }

    private static long ttl(EntityKey key) throws Exception {
        return call("TTL", key).number();
    }

    private static Reply call(String command, EntityKey key, String... more) throws Exception {
        ByteBuilder call = new ByteBuilder(64)
                .putArrayHead(2 + more.length)
                .putBulk(command)
                .putBulk(key.redisKey("marquee"));
        for (String argument : more) {
            call.putBulk(argument);
        }
        // The server may have been killed by another test since this connection was used.
        return Persistence.of(
                Duration.ofSeconds(10),
                () -> servers.with(servers.nodeOf(0), connection -> {
                    connection.send(call);
                    return connection.receive();
                }));
    }
}
