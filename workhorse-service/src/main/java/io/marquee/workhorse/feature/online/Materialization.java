package io.marquee.workhorse.feature.online;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.RefreshQueue;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.Computation;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.CurrentBuild;
import io.marquee.workhorse.feature.offline.OfflineBuild;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings views online: of every entity the newest row that the offline store has up to a time, or that the catalogue gives
 * for a view without offline rows, unless a newer one is there.
 *
 * <p>A run can be broken off and started again at any point: writing a row twice is harmless, and a view's watermark moves
 * when all its rows are in Redis, not before. Views that are computed from a stream belong to {@link StreamViewsRebuild};
 * only a rebuild has anything to do with them.
 */
@ApplicationScoped
public class Materialization {

    private static final Logger LOG = Logger.getLogger(Materialization.class);

    /** Transactions that began before a snapshot and committed after it are shorter than this. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private final ActiveDefinitions definitions;
    private final OfflineStore offline;
    private final ViewMaterializer materializer;
    private final MaterializationLog log;
    private final OnlineStore online;
    private final OnlineLife life;
    private final OnlineStoreConfig config;
    private final RefreshQueue refreshes;
    private final Event<StreamViewsRebuild> streamViews;
    private final Database database;
    private final Clock clock;

    Materialization(
            ActiveDefinitions definitions,
            OfflineStore offline,
            ViewMaterializer materializer,
            MaterializationLog log,
            OnlineStore online,
            OnlineLife life,
            OnlineStoreConfig config,
            RefreshQueue refreshes,
            Event<StreamViewsRebuild> streamViews,
            Database database,
            Clock clock) {
        this.definitions = definitions;
        this.offline = offline;
        this.materializer = materializer;
        this.log = log;
        this.online = online;
        this.life = life;
        this.config = config;
        this.refreshes = refreshes;
        this.streamViews = streamViews;
        this.database = database;
        this.clock = clock;
    }

    /** Brings everything online that is known by now. */
    public List<Materialized> materialize(Consumer<String> progress) throws SQLException, IOException {
        return materialize(List.of(), null, clock.instant(), false, progress);
    }

    /**
     * Brings the rows of {@code (start, end]} online.
     *
     * @param views names; empty for all that are not computed from a stream
     * @param start null for the beginning of time
     * @param force takes views away from a run that is bringing them online
     * @param progress is told what goes on, a short line at a time
     * @return one entry for each view
     * @throws ProblemException when a view is not known, is computed from a stream, has no offline rows yet, or is being
     *     brought online by another run; views before it are online then
     */
    public List<Materialized> materialize(
            Collection<String> views, @Nullable Instant start, Instant end, boolean force, Consumer<String> progress)
            throws SQLException, IOException {
        if (start != null && !start.isBefore(end)) {
            throw ProblemException.invalid("start", start, "must be before the end, " + end);
        }
        return run(
                chosen(views),
                force,
                false,
                progress,
                (version, before, files) -> start == null
                        ? MaterializationScope.full(before, version, files, end)
                        : MaterializationScope.interval(before, version, files, start, end));
    }

    /**
     * Brings online what has come since the last time, late changes of older rows included, up to a time. Parameters and
     * errors are those of {@link #materialize}.
     */
    public List<Materialized> materializeIncremental(
            Collection<String> views, Instant end, boolean force, Consumer<String> progress)
            throws SQLException, IOException {
        return run(
                chosen(views),
                force,
                false,
                progress,
                (version, before, files) -> MaterializationScope.increment(before, version, files, end));
    }

    /**
     * Makes what is online what the offline store has, whatever the watermarks say: everything is brought online again, and
     * rows of entities that the offline store does not have are taken away, unless they are newer than it. Views that nobody
     * has built yet are left out.
     *
     * @param views names; empty for all, those that are computed from a stream too
     */
    public List<Materialized> rebuild(Collection<String> views, Consumer<String> progress)
            throws SQLException, IOException {
        return rebuild(views, true, progress);
    }

    /** Brings everything online again: for a Redis that has lost rows. What it still has besides stays. */
    List<Materialized> bringBack(Consumer<String> progress) throws SQLException, IOException {
        return rebuild(List.of(), false, progress);
    }

    private List<Materialized> rebuild(Collection<String> views, boolean clean, Consumer<String> progress)
            throws SQLException, IOException {
        Incarnation incarnation = online.incarnation(config.patience());
        List<ViewDefinition> batch = new ArrayList<>();
        List<ViewDefinition> streams = new ArrayList<>();
        CurrentBuild current = offline.current();
        for (ViewDefinition view : views.isEmpty() ? definitions.get().views() : named(views)) {
            if (isStream(view)) {
                streams.add(view);
            } else if (!view.offline() || current.find(view.name()).isPresent()) {
                batch.add(view);
            }
        }
        if (views.isEmpty() && !life.isCurrent(incarnation)) {
            log.forgetWatermarks();
        }
        Instant end = clock.instant();
        List<Materialized> done = run(
                batch,
                true,
                clean,
                progress,
                (version, before, files) -> MaterializationScope.full(null, version, files, end));
        if (!streams.isEmpty()) {
            progress.accept("rebuilding views of streams");
            streamViews.fire(new StreamViewsRebuild(streams, progress));
        }
        if (views.isEmpty() && online.incarnation(config.patience()).continues(incarnation)) {
            life.note(incarnation);
        }
        return done;
    }

    /** When each view was brought online last. */
    public List<Materialized> last() {
        return log.last();
    }

    /** Views that are being brought online now. */
    public List<String> running() {
        return log.running();
    }

    @FunctionalInterface
    private interface Scope {
        MaterializationScope of(int version, @Nullable Watermark before, java.util.Set<String> files);
    }

    private List<Materialized> run(
            List<ViewDefinition> views, boolean force, boolean clean, Consumer<String> progress, Scope scope)
            throws SQLException, IOException {
        CurrentBuild current = offline.current();
        List<Materialized> done = new ArrayList<>();
        Instant oldest = clock.instant();
        for (ViewDefinition view : views) {
            OfflineBuild build = view.offline() ? current.get(view) : null;
            ViewMaterializer.Done each = materializer.run(
                    view,
                    build,
                    (before, files) -> scope.of(view.view().version(), before, files),
                    force,
                    clean,
                    progress);
            LOG.infof("feature view %s is online: %s", view.name(), each.materialized());
            done.add(each.materialized());
            oldest = each.rowsOf().isBefore(oldest) ? each.rowsOf() : oldest;
        }
        refreshStreamedSince(oldest.minus(MARGIN));
        return List.copyOf(done);
    }

    private List<ViewDefinition> chosen(Collection<String> views) {
        if (views.isEmpty()) {
            return definitions.get().views().stream()
                    .filter(view -> !isStream(view))
                    .toList();
        }
        List<ViewDefinition> named = named(views);
        for (ViewDefinition view : named) {
            if (isStream(view)) {
                throw ProblemException.invalid(
                        "feature_views",
                        view.name(),
                        "must not be computed from a stream, which keeps them online by itself");
            }
        }
        return named;
    }

    private List<ViewDefinition> named(Collection<String> views) {
        return views.stream().distinct().map(definitions.get()::view).toList();
    }

    private static boolean isStream(ViewDefinition view) {
        return view.computation() instanceof Computation.Aggregations;
    }

    /**
     * A rating that arrived since the snapshot, but is of an earlier time than the entity's last, has changed a row whose
     * time is the same: that row has just been replaced by the snapshot's, so it is computed once more.
     */
    private void refreshStreamedSince(Instant moment) {
        String streamed = " FROM catalog.ratings WHERE source = 'interaction' AND updated_at >= ?";
        refreshes.add("user", database.query("SELECT DISTINCT user_id" + streamed, row -> row.getLong(1), moment));
        refreshes.add("movie", database.query("SELECT DISTINCT movie_id" + streamed, row -> row.getLong(1), moment));
    }
}
