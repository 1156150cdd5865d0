package io.marquee.controltower.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.localstack.testing.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real cluster of three servers. */
class RedisReadsTest {

    private static List<TestRedis> cluster;
    private static Vertx vertx;
    private static Redis redis;
    private static RedisReads reads;

    @BeforeAll
    static void start() {
        cluster = TestRedis.startCluster(3);
        vertx = Vertx.vertx();
        redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setType(RedisClientType.CLUSTER)
                        .addConnectionString("redis://" + cluster.getFirst().address()));
        reads = new RedisReads(redis, RedisType.REDIS_CLUSTER);
    }

    @AfterAll
    static void stop() throws Exception {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        cluster.forEach(TestRedis::close);
    }

    @Test
    void shouldReadKeysOfAllServersInTheOrderTheyWereAskedFor() throws Exception {
        // Given
        send(IntStream.range(0, 300)
                .mapToObj(i ->
                        Request.cmd(Command.HSET).arg("movie" + i).arg("title").arg("M" + i))
                .toList());

        // When
        List<Response> answers =
                send(IntStream.range(0, 301).mapToObj(RedisReadsTest::read).toList());

        // Then
        assertThat(answers).hasSize(301);
        assertThat(IntStream.range(0, 300))
                .allSatisfy(i -> assertThat(answers.get(i).get(0).toString()).isEqualTo("M" + i));
        assertThat(answers.get(300).get(0)).isNull();
    }

    @Test
    void shouldConnectAnewWhenConnectionsHaveBroken() throws Exception {
        // Given
        send(List.of(Request.cmd(Command.HSET).arg("movie7").arg("title").arg("M7")));

        // When
        for (TestRedis server : cluster) {
            Redis direct = Redis.createClient(vertx, "redis://" + server.address());
            direct.send(Request.cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg("normal"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            direct.close();
        }

        // Then
        assertThat(send(List.of(read(7))).getFirst().get(0).toString()).isEqualTo("M7");
    }

    private static Request read(int movie) {
        return Request.cmd(Command.HMGET).arg("movie" + movie).arg("title");
    }

    private static List<Response> send(List<Request> requests) throws Exception {
        return reads.send(requests).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
