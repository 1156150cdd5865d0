package io.marquee.workhorse.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.feature.offline.OfflineBuild;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.feature.online.Materialization;
import io.marquee.workhorse.feature.online.Materialized;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.ingestion.IngestionService;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The real MovieLens set from files to online rows, where it is at hand. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@EnabledIfEnvironmentVariable(named = "MARQUEE_DATA", matches = ".+")
class RealDataTest {

    private static final Logger LOG = Logger.getLogger(RealDataTest.class);

    @Inject
    AgroalDataSource dataSource;

    @Inject
    IngestionService ingestions;

    @Inject
    OfflineStore offline;

    @Inject
    HistoricalFeatures features;

    @Inject
    Materialization materialization;

    @Test
    void shouldCarryTheRealSetFromFilesToOnlineRows() throws Exception {
        // Given
        new CatalogueTables(dataSource).clear();
        Path real = Path.of(System.getenv("MARQUEE_DATA"), "ml-latest-small");

        // When
        long began = System.nanoTime();
        ingestions
                .start(new IngestionRequest("movielens", real.toString(), Map.of()), false)
                .end()
                .get(2, TimeUnit.MINUTES);
        began = tell("ingested", began);
        List<OfflineBuild> build = offline.build(line -> {});
        began = tell("built", began);
        TrainingFrame frame = features.ratings(List.of(
                FeatureReference.parse("movie_rating_stats:popularity"),
                FeatureReference.parse("user_genre_affinity:favourite_genre")));
        began = tell("joined", began);
        List<Materialized> online = materialization.materialize(line -> {});
        tell("materialised", began);

        // Then
        assertThat(build)
                .extracting(view -> view.view() + " " + view.rowCount())
                .containsExactly(
                        "labels 100836",
                        "movie_metadata 9742",
                        "movie_popularity 0",
                        "movie_rating_stats 110578",
                        "user_activity 0",
                        "user_behaviour 85046",
                        "user_genre_affinity 85046",
                        "user_genre_interaction 251983");
        assertThat(frame.rows()).isEqualTo(100_836);
        assertThat(online)
                .extracting(view -> view.view() + " " + view.rowsWritten())
                .containsExactly(
                        "movie_metadata 9742",
                        "movie_rating_stats 9742",
                        "user_behaviour 610",
                        "user_genre_affinity 610",
                        "user_genre_interaction 10001",
                        "user_history 610");
    }

    private static long tell(String what, long began) {
        long now = System.nanoTime();
        LOG.infof("%s in %d ms", what, (now - began) / 1_000_000);
        return now;
    }
}
