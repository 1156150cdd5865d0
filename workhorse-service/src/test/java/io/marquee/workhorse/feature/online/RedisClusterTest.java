package io.marquee.workhorse.feature.online;

import static io.marquee.workhorse.feature.online.TestStores.count;
import static io.marquee.workhorse.feature.online.TestStores.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.localstack.testing.TestRedis;
import io.marquee.workhorse.feature.online.OnlineStore.Written;
import io.marquee.workhorse.feature.online.redis.KeySlot;
import io.marquee.workhorse.feature.online.redis.RedisNode;
import io.marquee.workhorse.feature.online.redis.RedisServers;
import io.marquee.workhorse.feature.online.redis.RedisSettings;
import io.marquee.workhorse.feature.online.redis.RedisType;
import io.marquee.workhorse.feature.online.redis.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real cluster of three servers. */
class RedisClusterTest extends OnlineStoreContract {

    private static List<TestRedis> cluster;
    private static RedisServers servers;
    private static OnlineStore store;

    @BeforeAll
    static void start() {
        cluster = TestRedis.startCluster(3);
        servers = new RedisServers(RedisSettings.parse(
                RedisType.REDIS_CLUSTER, cluster.getFirst().address(), null, Duration.ofSeconds(5)));
        store = TestStores.open(cluster.getLast().address(), Map.of("type", "redis_cluster"));
    }

    @AfterAll
    static void stop() {
        servers.close();
        cluster.forEach(TestRedis::close);
    }

    @Override
    OnlineStore store() {
        return store;
    }

    @Test
    void shouldSpreadRowsOverAllServers() throws Exception {
        // Given
        List<EntityRow> rows = new ArrayList<>();
        for (long user = 0; user < 900; user++) {
            rows.add(count(user, START, user));
        }

        // When
        store.write(counts, rows);

        // Then
        assertThat(servers.masters()).hasSize(3);
        long keys = 0;
        for (RedisNode node : servers.masters()) {
            long here =
                    servers.with(node, connection -> connection.call("DBSIZE").number());
            assertThat(here).isGreaterThan(200);
            keys += here;
        }
        assertThat(keys).isEqualTo(900);
    }

    /** While a slot moves, its keys are asked for at the new server; afterwards the old one says who has it. */
    @Test
    void shouldFollowASlotThatMoves() throws Exception {
        // Given
        write(count(1, START, 1));
        byte[] key = user(1).redisKey("marquee");
        int slot = KeySlot.of(key, 0, key.length);
        RedisNode old = servers.nodeOf(slot);
        RedisNode young = servers.masters().stream()
                .filter(node -> !node.equals(old))
                .findFirst()
                .orElseThrow();
        String oldId = id(old);
        String youngId = id(young);

        // When: the slot is open, its key has gone already
        say(young, "CLUSTER", "SETSLOT", "" + slot, "IMPORTING", oldId);
        say(old, "CLUSTER", "SETSLOT", "" + slot, "MIGRATING", youngId);
        store.forget(List.of(user(1)));
        Written asked = write(count(1, START, 2));

        // Then
        assertThat(asked).isEqualTo(new Written(1, 0));

        // When: the slot has moved
        for (RedisNode node : List.of(young, old)) {
            say(node, "CLUSTER", "SETSLOT", "" + slot, "NODE", youngId);
        }
        Written moved = write(count(1, START.plusSeconds(1), 3));

        // Then
        assertThat(moved).isEqualTo(new Written(1, 0));
        assertThat(n(1)).isEqualTo(3L);
    }

    private static String id(RedisNode node) throws Exception {
        return servers.with(
                node, connection -> connection.call("CLUSTER", "MYID").text());
    }

    private static void say(RedisNode node, String... command) throws Exception {
        Reply answer = servers.with(node, connection -> connection.call(command));
        assertThat(answer.text()).isEqualTo("OK");
    }
}
