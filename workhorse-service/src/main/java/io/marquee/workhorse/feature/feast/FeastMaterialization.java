package io.marquee.workhorse.feature.feast;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.Computation;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.online.Materialization;
import io.marquee.workhorse.feature.serving.ServingException;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs materialisations for Feast's clients, who wait for the end or only for the beginning. */
@ApplicationScoped
class FeastMaterialization {

    private static final Logger LOG = Logger.getLogger(FeastMaterialization.class);

    /** What to bring online. */
    record Order(List<String> views, @Nullable Instant start, Instant end, boolean incremental) {}

    private final ActiveDefinitions definitions;
    private final Materialization materialization;
    private final ExecutorService threads;
    private final Clock clock;

    /** Views that were promised to a client and may not have begun yet. */
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    FeastMaterialization(
            ActiveDefinitions definitions,
            Materialization materialization,
            @VirtualThreads ExecutorService threads,
            Clock clock) {
        this.definitions = definitions;
        this.materialization = materialization;
        this.threads = threads;
        this.clock = clock;
    }

    /**
     * Reads the body of {@code /materialize}.
     *
     * @throws ServingException when it cannot be done
     */
    Order interval(FeastRequest request) {
        List<String> views = views(request);
        if (request.flag("disable_event_timestamp", false)) {
            return new Order(views, null, clock.instant(), false);
        }
        String start = request.textOrNull("start_ts");
        String end = request.textOrNull("end_ts");
        if (start == null || start.isEmpty() || end == null || end.isEmpty()) {
            throw ServingException.invalid("start_ts and end_ts are required when disable_event_timestamp is False");
        }
        Instant from = FeastTime.parse("start_ts", start);
        Instant to = FeastTime.parse("end_ts", end);
        if (!from.isBefore(to)) {
            throw ServingException.invalid("start_ts (" + from + ") must be before end_ts (" + to + ")");
        }
        return new Order(views, from, to, false);
    }

    /**
     * Reads the body of {@code /materialize-incremental}.
     *
     * @throws ServingException when it cannot be done
     */
    Order increment(FeastRequest request) {
        List<String> views = views(request);
        return new Order(views, null, FeastTime.parse("end_ts", request.text("end_ts")), true);
    }

    /** Brings the views online, and answers when they are. */
    FeastAnswer run(Order order, boolean force) throws SQLException, IOException {
        try {
            materialize(order, force);
            return FeastAnswer.done("null");
        } catch (ProblemException e) {
            if (e.type() == ProblemType.CONFLICT) {
                List<String> running = materialization.running().stream()
                        .filter(order.views::contains)
                        .toList();
                return conflict(running.isEmpty() ? order.views : running);
            }
            throw e;
        }
    }

    /** Begins to bring the views online, unless somebody does so already. */
    FeastAnswer begin(Order order, boolean force) {
        Set<String> conflicting = new TreeSet<>();
        synchronized (accepted) {
            if (!force) {
                conflicting.addAll(accepted);
                conflicting.addAll(materialization.running());
                conflicting.retainAll(order.views);
            }
            if (conflicting.isEmpty()) {
                accepted.addAll(order.views);
            }
        }
        if (!conflicting.isEmpty()) {
            return conflict(List.copyOf(conflicting));
        }
        threads.execute(() -> {
            try {
                materialize(order, force);
            } catch (SQLException | IOException | RuntimeException e) {
                LOG.errorf(e, "the materialisation of %s failed", order.views);
            } finally {
                accepted.removeAll(order.views);
            }
        });
        return FeastAnswer.of(
                202,
                names(
                                new JsonBytes(128).raw(JsonBytes.ascii("{\"status\":\"accepted\",\"feature_views\":")),
                                order.views)
                        .raw('}'));
    }

    private void materialize(Order order, boolean force) throws SQLException, IOException {
        if (order.incremental) {
            materialization.materializeIncremental(order.views, order.end, force, LOG::debug);
        } else {
            materialization.materialize(order.views, order.start, order.end, force, LOG::debug);
        }
    }

    /** The views to bring online: those that are named, or all that are not kept online by their stream. */
    private List<String> views(FeastRequest request) {
        if (request.textOrNull("version") != null) {
            throw ServingException.invalid(
                    "Version-qualified materialization is not supported: online versioning is disabled.");
        }
        FeatureDefinitions current = definitions.get();
        List<String> named = request.texts("feature_views");
        for (String name : named) {
            if (!current.hasView(name)) {
                throw ServingException.unknownView(name);
            }
        }
        return named.isEmpty()
                ? current.views().stream()
                        .filter(view -> !(view.computation() instanceof Computation.Aggregations))
                        .map(ViewDefinition::name)
                        .toList()
                : named;
    }

    private static FeastAnswer conflict(List<String> views) {
        String quoted = views.stream().map(view -> "'" + view + "'").collect(Collectors.joining(", ", "[", "]"));
        JsonBytes json = new JsonBytes(256)
                .raw(JsonBytes.ascii("{\"error\":"))
                .text("Cannot start async materialization — the following feature views are already in MATERIALIZING"
                        + " state: " + quoted + ". Use ?force=true to override.")
                .raw(JsonBytes.ascii(",\"feature_views\":"));
        return FeastAnswer.of(409, names(json, views).raw('}'));
    }

    private static JsonBytes names(JsonBytes json, List<String> views) {
        json.raw('[');
        for (int i = 0; i < views.size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            json.text(views.get(i));
        }
        return json.raw(']');
    }
}
