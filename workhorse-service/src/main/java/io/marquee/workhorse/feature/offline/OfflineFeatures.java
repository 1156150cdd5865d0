package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.HistoricalFeatures;
import io.marquee.workhorse.feature.TrainingFrame;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.PointInTimeJoin.JoinedView;
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
import java.util.stream.Collectors;

/** Training sets from the offline store's current build. */
@ApplicationScoped
public class OfflineFeatures implements HistoricalFeatures {

    private final OfflineStore store;
    private final FeatureDefinitions definitions;
    private final FeatureConfig config;

    OfflineFeatures(OfflineStore store, FeatureDefinitions definitions, FeatureConfig config) {
        this.store = store;
        this.definitions = definitions;
        this.config = config;
    }

    @Override
    public TrainingFrame ratings(List<FeatureReference> features) {
        return frame(features, Time.OF_LABEL);
    }

    @Override
    public TrainingFrame ratingsWithCurrentFeatures(List<FeatureReference> features) {
        return frame(features, Time.NOW);
    }

    private TrainingFrame frame(List<FeatureReference> features, Time time) {
        Map<String, List<FeatureField>> wanted = new LinkedHashMap<>();
        for (FeatureReference feature : features) {
            FeatureField field = definitions.field(feature);
            wanted.computeIfAbsent(feature.view(), view -> new ArrayList<>()).add(field);
        }
        Map<String, OfflineBuild> builds =
                store.current().stream().collect(Collectors.toMap(OfflineBuild::view, Function.identity()));
        try (DuckDb duckDb = DuckDb.open(config)) {
            List<JoinedView> views = new ArrayList<>();
            for (Map.Entry<String, List<FeatureField>> view : wanted.entrySet()) {
                ViewDefinition definition = definitions.view(view.getKey());
                OfflineBuild build = buildOf(definition, builds);
                views.add(new JoinedView(definition.view(), store.fetch(build, duckDb), view.getValue()));
            }
            return new PointInTimeJoin(duckDb).join(store.fetch(labels(builds), duckDb), views, features, time);
        } catch (SQLException e) {
            throw new IllegalStateException("the training set cannot be computed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OfflineBuild buildOf(ViewDefinition definition, Map<String, OfflineBuild> builds) {
        if (!definition.offline()) {
            throw ProblemException.invalid("features", definition.name(), "must be of a view with offline rows");
        }
        OfflineBuild build = builds.get(definition.name());
        if (build == null) {
            throw nothingBuilt(definition.name());
        }
        if (build.version() != definition.view().version()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the rows of feature view '" + definition.name() + "' were built from version " + build.version()
                            + " of its definition, which is now at "
                            + definition.view().version()
                            + "; build the features again");
        }
        return build;
    }

    private static OfflineBuild labels(Map<String, OfflineBuild> builds) {
        OfflineBuild labels = builds.get(OfflineStore.LABELS);
        if (labels == null) {
            throw nothingBuilt(OfflineStore.LABELS);
        }
        return labels;
    }

    private static ProblemException nothingBuilt(String view) {
        return new ProblemException(
                ProblemType.CONFLICT, "'" + view + "' has no offline rows yet; build the features first");
    }
}
