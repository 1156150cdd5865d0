package io.marquee.nervous.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.id.ModelVersion;
import io.marquee.nervous.NervousTest;
import io.marquee.nervous.TestTraffic;
import io.marquee.nervous.baseline.MlflowRegistry.RegisteredVersion;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ChampionServiceTest extends NervousTest {

    @Inject
    MlflowRegistry registry;

    @Inject
    ChampionStore store;

    @Test
    void shouldLearnOfAModelFromItsPredictions() {
        // Given
        DriftBaseline baseline = TestTraffic.baseline(modelName, runId(4));
        neighbours.champion(baseline, 4);

        // When
        publish(TestTraffic.steady(modelName, 4, 7));

        // Then
        eventually()
                .until(() -> !champions.champions().isEmpty()
                        && champions.champions().getFirst().baseline() != null);
        Champion champion = champions.champions().getFirst();
        assertThat(champion.model()).isEqualTo(new ModelVersion(modelName, 4));
        assertThat(champion.baseline()).isEqualTo(baseline);
        assertThat(store.all()).singleElement().satisfies(stored -> {
            assertThat(stored.model()).isEqualTo(champion.model());
            assertThat(stored.baseline()).isEqualTo(baseline);
        });
    }

    @Test
    void shouldNoticeAChangeThatNoEventTellsOf() {
        // Given
        serve(1);

        // When
        neighbours.champion(TestTraffic.baseline(modelName, runId(2)), 2);

        // Then
        eventually().until(() -> champions.champions().getFirst().model().version() == 2);
    }

    @Test
    void shouldKeepTheChampionWhileTheRegistryIsAway() throws InterruptedException {
        // Given
        serve(1);

        // When
        neighbours.registryFails(503);
        publish(TestTraffic.championSet(modelName, 2));
        Thread.sleep(2500);

        // Then
        assertThat(champions.champions()).extracting(Champion::model).containsExactly(new ModelVersion(modelName, 1));

        // When
        neighbours.champion(TestTraffic.baseline(modelName, runId(2)), 2);
        neighbours.registryFails(0);

        // Then
        eventually().until(() -> champions.champions().getFirst().model().version() == 2);
    }

    @Test
    void shouldServeWithoutABaselineAsLongAsThereIsNone() {
        // Given
        neighbours.champion(modelName, 5, "mlflow-artifacts:/1/" + runId(5) + "/artifacts/model");

        // When
        publish(TestTraffic.championSet(modelName, 5));

        // Then
        eventually().until(() -> !champions.champions().isEmpty());
        assertThat(champions.champions().getFirst().baseline()).isNull();

        // When
        neighbours.champion(TestTraffic.baseline(modelName, runId(5)), 5);

        // Then
        eventually().until(() -> champions.champions().getFirst().baseline() != null);
    }

    @Test
    void shouldFollowASourceThatNamesARun() {
        // Given
        DriftBaseline baseline = TestTraffic.baseline(modelName, runId(6));
        neighbours.champion(baseline, 6);

        // Then
        assertThat(registry.baseline(
                        new RegisteredVersion(new ModelVersion(modelName, 6), "runs:/" + runId(6) + "/model")))
                .isEqualTo(baseline);
    }

    @Test
    void shouldRefuseSourcesThatLeadElsewhere() {
        ModelVersion model = new ModelVersion(modelName, 1);

        assertThatThrownBy(() ->
                        registry.baseline(new RegisteredVersion(model, "mlflow-artifacts:/1/../../../secret/model")))
                .hasMessageContaining("is not a plain path");
        assertThatThrownBy(() -> registry.baseline(new RegisteredVersion(model, "mlflow-artifacts:/1/%2e%2e/x?y=1#z")))
                .hasMessageContaining("is not a plain path");
        assertThatThrownBy(() -> registry.baseline(new RegisteredVersion(model, "s3://bucket/model")))
                .hasMessageContaining("got: s3://bucket/model");
    }
}
