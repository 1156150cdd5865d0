package io.marquee.workhorse.feature.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.localstack.testing.TestRedis;
import io.marquee.workhorse.feature.online.redis.KeySlot;
import io.marquee.workhorse.feature.online.redis.RedisNode;
import io.marquee.workhorse.feature.online.redis.RedisServers;
import io.marquee.workhorse.feature.online.redis.RedisSettings;
import io.marquee.workhorse.feature.online.redis.RedisType;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real cluster of three servers. */
class RedisRowReaderClusterTest {

    private static final RowRead.Shape TITLE = RowRead.Shape.of(List.of(bytes("title")));
    private static final int ROWS = 1_300;

    private static List<TestRedis> cluster;
    private static RedisServers servers;
    private static Vertx vertx;
    private static RedisRowReader reader;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestRedis.startCluster(3);
        servers = new RedisServers(RedisSettings.parse(
                RedisType.REDIS_CLUSTER, cluster.getFirst().address(), null, Duration.ofSeconds(5)));
        vertx = Vertx.vertx();
        reader = TestServing.reader(
                vertx,
                Map.of(
                        "marquee.online-store.type",
                        "redis_cluster",
                        "marquee.online-store.connection-string",
                        cluster.getLast().address(),
                        "patience",
                        "20s"));
        for (int row = 0; row < ROWS; row++) {
            String key = "row" + row;
            servers.with(node(key), connection -> connection.call("HSET", key, "title", key + "!"));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        servers.close();
        cluster.forEach(TestRedis::close);
    }

    @Test
    void shouldReadRowsOfAllServersInTheOrderTheyWereAskedFor() throws Exception {
        // When
        RowReply[] replies = read(IntStream.rangeClosed(0, ROWS).toArray());

        // Then
        assertThat(replies).hasSize(ROWS + 1);
        assertThat(IntStream.range(0, ROWS))
                .allSatisfy(row -> assertThat(replies[row].value(0)).isEqualTo(bytes("row" + row + "!")));
        assertThat(replies[ROWS].isEmpty()).isTrue();
    }

    /** While a slot moves, its keys are asked for at the new server; afterwards the old one says who has it. */
    @Test
    void shouldFollowASlotThatMoves() throws Exception {
        // Given
        read(7);
        RedisNode old = node("row7");
        RedisNode young = servers.masters().stream()
                .filter(node -> !node.equals(old))
                .findFirst()
                .orElseThrow();
        String slot = "" + slot("row7");
        say(young, "CLUSTER", "SETSLOT", slot, "IMPORTING", id(old));
        say(old, "CLUSTER", "SETSLOT", slot, "MIGRATING", id(young));

        // When: the row has gone already
        say(old, "MIGRATE", young.host(), "" + young.port(), "row7", "0", "5000");
        RowReply asked = read(7)[0];

        // Then
        assertThat(asked.value(0)).isEqualTo(bytes("row7!"));

        // When: the slot has moved
        for (RedisNode node : List.of(young, old)) {
            say(node, "CLUSTER", "SETSLOT", slot, "NODE", id(young));
        }
        RowReply moved = read(7)[0];

        // Then
        assertThat(moved.value(0)).isEqualTo(bytes("row7!"));
    }

    private static RowReply[] read(int... rows) throws Exception {
        List<RowRead> reads = IntStream.of(rows)
                .mapToObj(row -> new RowRead(TITLE, bytes("row" + row)))
                .toList();
        return reader.read(reads).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static int slot(String key) {
        return KeySlot.of(bytes(key), 0, key.length());
    }

    private static RedisNode node(String key) throws Exception {
        return servers.nodeOf(slot(key));
    }

    private static String id(RedisNode node) throws Exception {
        return servers.with(
                node, connection -> connection.call("CLUSTER", "MYID").text());
    }

    private static void say(RedisNode node, String... command) throws Exception {
        String answer =
                servers.with(node, connection -> connection.call(command).text());
        assertThat(answer).isEqualTo("OK");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
