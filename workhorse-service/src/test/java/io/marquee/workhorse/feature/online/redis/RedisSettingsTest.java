package io.marquee.workhorse.feature.online.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisSettingsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @Test
    void shouldReadFeastsConnectionString() {
        assertThat(RedisSettings.parse(
                        RedisType.REDIS,
                        "redis.example:6380,db=2,username=feast,password=a=b,ssl=true,ssl_ca_certs=/etc/ca.pem",
                        "unused",
                        TIMEOUT))
                .isEqualTo(new RedisSettings(
                        RedisType.REDIS,
                        List.of(new RedisNode("redis.example", 6380)),
                        2,
                        Optional.of("feast"),
                        Optional.of("a=b"),
                        true,
                        Optional.of(Path.of("/etc/ca.pem")),
                        TIMEOUT));
        assertThat(RedisSettings.parse(RedisType.REDIS_CLUSTER, "[::1]:7000, b:7001", "secret", TIMEOUT))
                .isEqualTo(new RedisSettings(
                        RedisType.REDIS_CLUSTER,
                        List.of(new RedisNode("::1", 7000), new RedisNode("b", 7001)),
                        0,
                        Optional.empty(),
                        Optional.of("secret"),
                        false,
                        Optional.empty(),
                        TIMEOUT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost | REDIS | a Redis server is given as host:port, got: 'localhost'",
                "a:1,b:2 | REDIS | the type 'redis' is one server, got: [a:1, b:2]; several are a 'redis_cluster'",
                "a:1,db=1 | REDIS_CLUSTER | db must be at least 0, and 0 in a cluster, got: 1",
                "a:1,db=x | REDIS | db must be a number, got: 'x'",
                "a:70000 | REDIS | a port is 1 to 65535, got: 70000",
                "a:1,ssl=yes | REDIS | ssl must be true or false, got: 'yes'",
                "db=1 | REDIS | the connection string names no Redis server",
                "a:1,colour=red | REDIS | the connection string's setting 'colour' is not one of db, username, password,"
                        + " ssl, ssl_ca_certs"
            })
    void shouldSayWhatIsWrong(String text, RedisType type, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSettings.parse(type, text, null, TIMEOUT))
                .withMessage(message);
    }

    @Test
    void shouldNotShowThePassword() {
        assertThat(RedisSettings.parse(RedisType.REDIS, "a:1", "geheim", TIMEOUT)
                        .toString())
                .isEqualTo("REDIS [a:1] db=0 ssl=false");
    }

    /** The examples of the cluster specification; 12739 is its check value. */
    @ParameterizedTest
    @CsvSource({
        "123456789, 12739",
        "{user1000}.following, 3443",
        "{user1000}.followers, 3443",
        "user1000, 3443",
        "foo{}{bar}, 8363",
        "foo{{bar}}zap, 4015",
        "foo{bar}{zap}, 5061"
    })
    void shouldFindTheSlot(String key, int slot) {
        byte[] bytes = ("##" + key).getBytes(StandardCharsets.UTF_8);
        assertThat(KeySlot.of(bytes, 2, bytes.length - 2)).isEqualTo(slot);
    }
}
