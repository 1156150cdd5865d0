package io.marquee.workhorse.feature.skew;

import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.FeatureConfig;
import io.marquee.workhorse.feature.OnlineStoreReader;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.CurrentBuild;
import io.marquee.workhorse.feature.offline.DuckDb;
import io.marquee.workhorse.feature.offline.HistoricalRetrieval;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.feature.offline.PresentRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** Makes skew reports from the predictions that are kept and the current offline rows. */
@ApplicationScoped
public class SkewService {

    /** Events that are read from the database at a time. */
    private static final int PAGE = 200;

    /** Users of the newest events whose rows of now are looked at. */
    private static final int USERS = 1_000;

    private static final Logger LOG = Logger.getLogger(SkewService.class);

    private final ActiveDefinitions definitions;
    private final OfflineStore offline;
    private final HistoricalRetrieval history;
    private final PresentRows present;
    private final OnlineStoreReader online;
    private final SkewSamples samples;
    private final RewrittenPast past;
    private final SkewReports reports;
    private final SkewMetrics metrics;
    private final FeatureConfig features;
    private final SkewConfig config;
    private final Clock clock;
    private final ReentrantLock one = new ReentrantLock();

    SkewService(
            ActiveDefinitions definitions,
            OfflineStore offline,
            HistoricalRetrieval history,
            PresentRows present,
            OnlineStoreReader online,
            SkewSamples samples,
            RewrittenPast past,
            SkewReports reports,
            SkewMetrics metrics,
            FeatureConfig features,
            SkewConfig config,
            Clock clock) {
        this.definitions = definitions;
        this.offline = offline;
        this.history = history;
        this.present = present;
        this.online = online;
        this.samples = samples;
        this.past = past;
        this.reports = reports;
        this.metrics = metrics;
        this.features = features;
        this.config = config;
        this.clock = clock;
    }

    /** The newest report; empty before the first. */
    public Optional<SkewReport> newest() {
        Optional<SkewReport> newest = reports.newest();
        newest.ifPresent(metrics::show);
        return newest;
    }

    /**
     * Compares, and keeps the report.
     *
     * @throws ProblemException while there are no offline rows to compare with
     */
    public SkewReport compare() {
        one.lock();
        try (DuckDb duckDb = DuckDb.open(features)) {
            SkewReport report = compare(duckDb, offline.current());
            reports.add(report);
            metrics.show(report);
            return report;
        } catch (SQLException e) {
            throw new IllegalStateException("features cannot be compared: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            one.unlock();
        }
    }

    /** Forgets predictions that are kept for long enough; how many events it were. */
    int forgetOld() {
        return samples.forgetBefore(clock.instant().minus(config.retention()));
    }

    private SkewReport compare(DuckDb duckDb, CurrentBuild build) throws SQLException, IOException {
        List<FeatureView> views = new ArrayList<>();
        for (ViewDefinition definition : definitions.get().views()) {
            if (definition.offline()
                    && build.find(definition.name())
                            .filter(rows -> rows.version() == definition.view().version())
                            .isPresent()) {
                views.add(definition.view());
            }
        }
        if (views.isEmpty()) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "there are no offline rows to compare with yet; build the features first");
        }
        Instant now = clock.instant();
        Instant until = build.get(views.getFirst().name()).snapshotAt();
        Instant from = later(now.minus(config.window()), past.lastRestore());
        OfflineMoments moments = new OfflineMoments(history, duckDb, config.settle());
        SkewComparison comparison = new SkewComparison(
                new SkewPolicy(new Tolerance(config.tolerance()), config.settle()),
                config.examples(),
                moments::lookUp,
                past::among);
        Set<Long> users = new LinkedHashSet<>();
        boolean complete = addAll(comparison, views, users, from, until);
        comparison.finish();
        List<SkewReport.FeatureSkew> result = new ArrayList<>(comparison.features());
        result.addAll(ofNow(build, users, earlier(until, now.minus(config.settle())), duckDb));
        result.sort(SkewReport.WORST_FIRST);
        return new SkewReport(
                now,
                from,
                until,
                comparison.events(),
                samples.predictionsSince(later(from, until)),
                complete,
                comparison.answers(),
                result.stream().mapToLong(SkewReport.FeatureSkew::compared).sum(),
                result.stream().mapToLong(SkewReport.FeatureSkew::skewed).sum(),
                config.tolerance(),
                config.settle().toMillis() / 1e3,
                result);
    }

    /** Views that only say what is true now; none of them while the online store does not answer. */
    private List<SkewReport.FeatureSkew> ofNow(CurrentBuild build, Set<Long> users, Instant settled, DuckDb duckDb)
            throws SQLException, IOException {
        PresentComparison comparison = new PresentComparison(
                present, online::read, past::among, new Tolerance(config.tolerance()), config.examples());
        List<SkewReport.FeatureSkew> result = new ArrayList<>();
        try {
            for (ViewDefinition definition : definitions.get().views()) {
                result.addAll(comparison.compare(definition, build, users, settled, duckDb));
            }
        } catch (ProblemException e) {
            if (e.type() != ProblemType.UNAVAILABLE) {
                throw e;
            }
            LOG.infof("views of what is true now are not compared: %s", e.getMessage());
        }
        return result;
    }

    /** Whether all events of that time were compared; adds the users that they were for. */
    private boolean addAll(
            SkewComparison comparison, List<FeatureView> views, Set<Long> users, Instant from, Instant until)
            throws SQLException, IOException {
        SkewSamples.Position position = SkewSamples.Position.at(until);
        while (comparison.events() < config.eventsPerReport()) {
            int wanted = (int) Math.min(PAGE, config.eventsPerReport() - comparison.events());
            List<ModelPrediction> page = samples.page(from, position, wanted);
            comparison.add(page, views);
            page.stream()
                    .map(ModelPrediction::userId)
                    .filter(Objects::nonNull)
                    .limit(USERS - users.size())
                    .forEach(users::add);
            if (page.size() < wanted) {
                return true;
            }
            position = SkewSamples.Position.of(page.getLast());
        }
        return samples.page(from, position, 1).isEmpty();
    }

    private static Instant earlier(Instant some, Instant other) {
        return some.isBefore(other) ? some : other;
    }

    private static Instant later(Instant some, Instant other) {
        return some.isAfter(other) ? some : other;
    }
}
