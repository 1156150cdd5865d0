package io.marquee.workhorse.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.workhorse.ingestion.CatalogueTables;
import io.marquee.workhorse.task.TaskContext;
import io.marquee.workhorse.task.TaskOperator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Both shipped recipes on real data; runs where {@code MARQUEE_DATA} names a folder with {@code ml-latest-small}. */
@QuarkusTest
@TestProfile(OwnPortProfile.class)
@WithTestResource(LocalStackResource.class)
@EnabledIfEnvironmentVariable(named = "MARQUEE_DATA", matches = ".+")
class MovieLensPipelineTest {

    @Inject
    AgroalDataSource dataSource;

    @Inject
    @Any
    Instance<TaskOperator> operators;

    @Test
    void shouldBeatBothBaselines() throws Exception {
        // Given
        new CatalogueTables(dataSource).clear();
        Path folder = Path.of(System.getenv("MARQUEE_DATA"), "ml-latest-small").toAbsolutePath();
        run("ingest", Map.of("source", "movielens", "path", folder.toString()));
        run("build_features", Map.of());

        // When
        Map<String, Object> personal = run("train", Map.of("recipe", "recipes/personal_rating.yaml"));
        Map<String, Object> movie = run("train", Map.of("recipe", "recipes/movie_rating.yaml"));

        // Then
        assertThat(personal).containsEntry("train_rows", 80_896).containsEntry("test_rows", 19_940L);
        assertThat((double) personal.get("improvement")).isGreaterThan(0.03);
        assertThat((double) personal.get("rmse")).isLessThan(0.865);
        assertThat((double) movie.get("improvement")).isGreaterThan(0.02);
    }

    private Map<String, Object> run(String operator, Map<String, Object> params) throws Exception {
        return operators.stream()
                .filter(candidate -> candidate.name().equals(operator))
                .findFirst()
                .orElseThrow()
                .run(new TaskContext("test", "manual", operator, 1, params, Map.of(), line -> {}));
    }
}
