package io.marquee.workhorse;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.workhorse.adapter.FilesConfig;
import io.marquee.workhorse.adapter.sql.ConnectionsConfig;
import io.marquee.workhorse.adapter.sql.SqlConfig;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.stream.StreamConfig;
import io.marquee.workhorse.ingestion.IngestionConfig;
import io.marquee.workhorse.ingestion.quality.statistics.StatisticsConfig;
import io.marquee.workhorse.platform.DriverConfig;
import io.marquee.workhorse.storage.ObjectStoreConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What ingestion, features and storage do when nobody says otherwise. */
class ConfigDefaultsTest {

    @Test
    void shouldIngestFromAnywhereInLargeBatches() {
        IngestionConfig config = read(IngestionConfig.class, Map.of("marquee.ingestion.worker", "w"));

        assertThat(config.allowedFolder()).isEmpty();
        assertThat(config.timeout()).isEqualTo(Duration.ofHours(2));
        assertThat(config.silence()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.interactionGroup()).isEqualTo("workhorse-ingestion");
        assertThat(config.interactionConsumers()).isEqualTo(1);
        assertThat(config.interactionBatch()).isEqualTo(10_000);
    }

    @Test
    void shouldKeepFeaturesOfAStreamInBoundedMemory() {
        StreamConfig config = read(StreamConfig.class, Map.of());

        assertThat(config.retention()).isEqualTo(Duration.ofDays(90));
        assertThat(config.topic()).isEqualTo("movie-feature-updates");
        assertThat(config.group()).isEqualTo("workhorse-features");
        assertThat(config.partitions()).isEqualTo(12);
        assertThat(config.replication()).isEqualTo((short) -1);
        assertThat(config.consumers()).isEqualTo(1);
        assertThat(config.batch()).isEqualTo(20_000);
        assertThat(config.cache().asLongValue()).isEqualTo(48L << 20);
        assertThat(config.yieldAbove()).isEqualTo(5_000);
    }

    @Test
    void shouldDescribeColumnsInBoundedTime() {
        StatisticsConfig config = read(StatisticsConfig.class, Map.of());

        assertThat(config.sampleRows()).isEqualTo(100_000);
        assertThat(config.timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.topValues()).isEqualTo(10);
        assertThat(config.histogramBins()).isEqualTo(20);
    }

    @Test
    void shouldComputeFeaturesWithLittleMemory() {
        FeatureConfig config = read(
                FeatureConfig.class,
                Map.of("marquee.feature.definitions", "config/features", "marquee.feature.work-folder", "work"));

        assertThat(config.project()).isEqualTo("marquee");
        assertThat(config.rowCacheMegabytes()).isEqualTo(1024);
        assertThat(config.memory()).isEqualTo("256MB");
        assertThat(config.threads()).isEqualTo(2);
        assertThat(config.onlineBatch()).isEqualTo(500);
        assertThat(config.refreshBatch()).isEqualTo(200);
    }

    @Test
    void shouldKeepObjectsInS3() {
        ObjectStoreConfig config = read(ObjectStoreConfig.class, Map.of());

        assertThat(config.type()).isEqualTo(ObjectStoreConfig.Type.S3);
        assertThat(config.root()).isEqualTo(Path.of(".marquee/objects"));
        assertThat(config.s3().endpoint()).isEmpty();
        assertThat(config.s3().bucket()).isEqualTo("marquee");
        assertThat(config.s3().region()).isEqualTo("ap-northeast-2");
        assertThat(config.s3().accessKeyId()).isEmpty();
        assertThat(config.s3().secretAccessKey()).isEmpty();
    }

    @Test
    void shouldReachDatabasesWithFewSecretsAndSmallPages() {
        SqlConfig config = read(SqlConfig.class, Map.of());

        assertThat(config.variables()).containsExactly("MARQUEE_DB_[A-Z0-9_]+");
        assertThat(config.fetchSize()).isEqualTo(500);
        assertThat(read(ConnectionsConfig.class, Map.of()).uris()).isEmpty();
        assertThat(read(ConnectionsConfig.class, Map.of("marquee.connections.warehouse", "postgresql://h/db"))
                        .uris())
                .containsExactly(Map.entry("warehouse", "postgresql://h/db"));
    }

    @Test
    void shouldReadFilesFromAnywhereAndFindJarsBesideTheData() {
        assertThat(read(FilesConfig.class, Map.of()).allowedFolders()).isEmpty();
        assertThat(read(DriverConfig.class, Map.of()).folder()).isEqualTo(Path.of(".marquee/drivers"));
    }

    private static <T> T read(Class<T> mapping, Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(mapping)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(mapping);
    }
}
