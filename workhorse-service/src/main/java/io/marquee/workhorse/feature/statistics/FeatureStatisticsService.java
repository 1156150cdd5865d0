package io.marquee.workhorse.feature.statistics;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.CurrentBuild;
import io.marquee.workhorse.feature.offline.DuckDb;
import io.marquee.workhorse.feature.offline.OfflineBuild;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.feature.online.OnlineStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Describes what the stores hold of a feature view. */
@ApplicationScoped
public class FeatureStatisticsService {

    private final ActiveDefinitions definitions;
    private final OfflineStore offline;
    private final OnlineStore online;
    private final FeatureConfig features;
    private final FeatureStatisticsConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    FeatureStatisticsService(
            ActiveDefinitions definitions,
            OfflineStore offline,
            OnlineStore online,
            FeatureConfig features,
            FeatureStatisticsConfig config,
            ObjectMapper json,
            Clock clock) {
        this.definitions = definitions;
        this.offline = offline;
        this.online = online;
        this.features = features;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Describes all offline rows and a sample of the online ones.
     *
     * @throws io.marquee.contract.problem.ProblemException when there is no such view, or the online store does not answer
     */
    public ViewStatistics describe(String viewName) {
        ViewDefinition view = definitions.get().view(viewName);
        CurrentBuild current = offline.current();
        try (DuckDb duckDb = DuckDb.open(features)) {
            String rows = ofThisVersion(view, current).isPresent() ? offline.rows(view, current, duckDb) : null;
            return new ViewStatistics(
                    view.name(),
                    view.view().version(),
                    clock.instant(),
                    rows == null ? null : describeOffline(view, current, rows, duckDb),
                    describeOnline(view, current, rows, duckDb));
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the statistics of '" + viewName + "' cannot be taken: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ViewStatistics.Offline describeOffline(
            ViewDefinition view, CurrentBuild current, String rows, DuckDb duckDb) throws SQLException {
        OfflineBuild build = current.get(view);
        return new ViewStatistics.Offline(
                build.buildId(),
                build.snapshotAt(),
                new ViewProfiler(duckDb.connection(), config)
                        .profile(view.view(), OfflineStore.upTo(build.snapshotAt(), rows)));
    }

    private ViewStatistics.@Nullable Online describeOnline(
            ViewDefinition view, CurrentBuild current, @Nullable String offlineRows, DuckDb duckDb)
            throws SQLException, IOException {
        OnlineSample sample = new OnlineSample(duckDb, json);
        String entities = offlineRows == null ? rowsOfTheSameEntities(view, current, duckDb) : offlineRows;
        if (entities == null) {
            return null;
        }
        List<EntityKey> keys = sample.draw(view.view(), entities, config.onlineEntities());
        List<@Nullable OnlineRow> rows = new ArrayList<>(keys.size());
        for (EntityKey key : keys) {
            rows.add(online.read(view.name(), key).orElse(null));
        }
        sample.load(view.view(), keys, rows);
        return new ViewStatistics.Online(
                keys.size(),
                rows.stream().filter(row -> row == null).count(),
                new ViewProfiler(duckDb.connection(), config).profile(view.view(), OnlineSample.TABLE));
    }

    /** Of a view without offline rows, the one with the most tells which entities there are; null when none does. */
    private @Nullable String rowsOfTheSameEntities(ViewDefinition view, CurrentBuild current, DuckDb duckDb)
            throws IOException {
        ViewDefinition largest = null;
        long rows = -1;
        for (ViewDefinition other : definitions.get().views()) {
            Optional<OfflineBuild> build = ofThisVersion(other, current);
            if (other.joinKeys().equals(view.joinKeys())
                    && build.isPresent()
                    && build.get().rowCount() > rows) {
                largest = other;
                rows = build.get().rowCount();
            }
        }
        return largest == null ? null : offline.rows(largest, current, duckDb);
    }

    private static Optional<OfflineBuild> ofThisVersion(ViewDefinition view, CurrentBuild current) {
        return current.find(view.name())
                .filter(build ->
                        view.offline() && build.version() == view.view().version());
    }
}
