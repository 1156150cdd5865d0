package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.HistoricalFeatures;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.AsOfJoin.JoinedView;
import io.marquee.workhorse.feature.offline.PointInTimeJoin.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Training sets from the offline store's current build. */
@ApplicationScoped
public class OfflineFeatures implements HistoricalFeatures {

    private final OfflineStore store;
    private final ActiveDefinitions definitions;
    private final FeatureConfig config;

    OfflineFeatures(OfflineStore store, ActiveDefinitions definitions, FeatureConfig config) {
        this.store = store;
        this.definitions = definitions;
        this.config = config;
    }

    @Override
    public TrainingFrame ratings(List<FeatureReference> features) {
        return frame(features, build -> new Time.OfLabel());
    }

    @Override
    public TrainingFrame ratingsWithCurrentFeatures(List<FeatureReference> features) {
        return frame(features, build -> new Time.Now(build.snapshotAt()));
    }

    private TrainingFrame frame(List<FeatureReference> features, Function<OfflineBuild, Time> time) {
        Map<String, List<FeatureField>> wanted = new LinkedHashMap<>();
        for (FeatureReference feature : features) {
            FeatureField field = definitions.get().field(feature);
            wanted.computeIfAbsent(feature.view(), view -> new ArrayList<>()).add(field);
        }
        try (DuckDb duckDb = DuckDb.open(config)) {
            CurrentBuild current = store.current();
            List<JoinedView> views = new ArrayList<>();
            for (Map.Entry<String, List<FeatureField>> view : wanted.entrySet()) {
                ViewDefinition definition = definitions.get().view(view.getKey());
                views.add(new JoinedView(definition.view(), store.rows(definition, current, duckDb), view.getValue()));
            }
            OfflineBuild labels = current.get(OfflineStore.LABELS);
            return new PointInTimeJoin(duckDb)
                    .join(DuckDb.parquet(List.of(store.fetch(labels, duckDb))), views, features, time.apply(labels))
                    .of(labels.snapshot());
        } catch (SQLException e) {
            throw new IllegalStateException("the training set cannot be computed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
