package io.marquee.workhorse.feature.stream;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.DefinitionsApplied;
import io.marquee.workhorse.feature.online.StreamViewsRebuild;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Hears of what makes it necessary to write the stream's rows again. */
@ApplicationScoped
class StreamRebuildRequests {

    private static final Logger LOG = Logger.getLogger(StreamRebuildRequests.class);

    private final StreamRebuild rebuild;
    private final ActiveDefinitions definitions;
    private final Set<String> changedViews = ConcurrentHashMap.newKeySet();

    StreamRebuildRequests(StreamRebuild rebuild, ActiveDefinitions definitions) {
        this.rebuild = rebuild;
        this.definitions = definitions;
    }

    /** Online rows are gone; whoever fired this waits for the new ones. */
    void onRebuild(@Observes StreamViewsRebuild requested) {
        List<String> names =
                requested.views().stream().map(view -> view.view().name()).toList();
        try {
            long entities = rebuild.run(only(names), requested.progress());
            requested.progress().accept(entities + " entities of " + String.join(", ", names) + " are online again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the rebuild of " + names + " was interrupted; it goes on by itself", e);
        }
    }

    /** Every instance asks after it has the new definitions, so that the last of them to have them asks last. */
    void onDefinitions(@Observes DefinitionsApplied applied) {
        changedViews.addAll(applied.changedViews());
    }

    /** Not while definitions are being applied: whoever applies them does not wait, and Kafka may be away. */
    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void askForChanged() {
        Set<String> names = Set.copyOf(changedViews);
        if (names.isEmpty()) {
            return;
        }
        try {
            rebuild.ask(only(names), text -> LOG.infof("rows of changed stream views: %s", text));
            changedViews.removeAll(names);
        } catch (ProblemException e) {
            LOG.warnf("rows of changed stream views wait: %s", e.getMessage());
        }
    }

    private Map<StreamEntity.Kind, List<StreamView>> only(Collection<String> names) {
        Map<StreamEntity.Kind, List<StreamView>> wanted = new EnumMap<>(StreamEntity.Kind.class);
        StreamView.of(definitions.get()).forEach((kind, views) -> {
            List<StreamView> named = views.stream()
                    .filter(view -> names.contains(view.definition().name()))
                    .toList();
            if (!named.isEmpty()) {
                wanted.put(kind, named);
            }
        });
        return wanted;
    }
}
