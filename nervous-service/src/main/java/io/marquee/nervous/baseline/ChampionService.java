package io.marquee.nervous.baseline;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.id.ModelVersion;
import io.marquee.nervous.baseline.MlflowRegistry.RegisteredVersion;
import io.marquee.nervous.platform.RecurringWork;
import io.marquee.nervous.platform.RecurringWorks;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;

/**
 * Knows the champion of every model that serves. It learns of models from prediction and registry events, asks the registry
 * who the champion is at once after such an event and from time to time, and fetches the champion's baseline once.
 */
@ApplicationScoped
public class ChampionService {

    private static final Logger LOG = Logger.getLogger(ChampionService.class);

    private final ChampionStore store;
    private final MlflowRegistry registry;
    private final Clock clock;
    private final Map<String, Champion> champions = new ConcurrentSkipListMap<>();
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final Set<String> due = ConcurrentHashMap.newKeySet();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final RecurringWork refreshing;

    ChampionService(ChampionStore store, MlflowRegistry registry, Clock clock, RecurringWorks works) {
        this.refreshing = works.named("look up champions");
        this.store = store;
        this.registry = registry;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        store.all().forEach(champion -> champions.put(champion.model().name(), champion));
        watch(champions.keySet());
        watch(store.predictingModels());
    }

    /** The champions, by model name. */
    public List<Champion> champions() {
        return List.copyOf(champions.values());
    }

    /** Takes note of models that serve; a model that was not known is looked up soon. */
    public void watch(Collection<String> modelNames) {
        modelNames.stream().filter(watched::add).forEach(due::add);
    }

    /** Says that the registry has changed for that model. */
    public void changed(String modelName) {
        watched.add(modelName);
        due.add(modelName);
    }

    @Scheduled(every = "${marquee.champion.refresh-every:30s}")
    void markAllDue() {
        due.addAll(watched);
    }

    @Scheduled(
            every = "${marquee.champion.retry-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void refreshDue() {
        refreshing.run(() -> List.copyOf(due).forEach(this::lookUp));
    }

    private void lookUp(String modelName) {
        // Taken off before it is looked up: a change that comes meanwhile is looked up again.
        due.remove(modelName);
        try {
            refresh(modelName);
            failures.remove(modelName);
        } catch (RegistryException e) {
            if (e.isPassing()) {
                due.add(modelName);
            }
            if (!e.getMessage().equals(failures.put(modelName, e.getMessage()))) {
                LOG.warnf("model %s goes on as before: %s", modelName, e.getMessage());
            }
        } catch (RuntimeException e) {
            due.add(modelName);
            throw e;
        }
    }

    private void refresh(String modelName) {
        Optional<RegisteredVersion> registered = registry.champion(modelName);
        Champion known = champions.get(modelName);
        if (registered.isEmpty()) {
            if (known != null) {
                store.forget(modelName);
                champions.remove(modelName);
                LOG.infof("model %s has no champion any more", modelName);
            }
            return;
        }
        RegisteredVersion version = registered.get();
        boolean same = known != null && known.model().equals(version.model());
        if (same && known.baseline() != null) {
            return;
        }
        Instant since = same ? known.since() : clock.instant();
        if (!same) {
            // The old version has no say from now on, even while the new one's baseline is still to be fetched.
            become(new Champion(
                    version.model(), since, store.baseline(version.model()).orElse(null)));
        }
        Champion current = champions.get(modelName);
        if (current == null || current.baseline() == null) {
            become(new Champion(version.model(), since, fetch(version)));
        }
    }

    private DriftBaseline fetch(RegisteredVersion version) {
        DriftBaseline baseline = registry.baseline(version);
        LOG.infof(
                "baseline of %s: %d features over %d rows",
                version.model(), baseline.features().size(), baseline.rows());
        return baseline;
    }

    private void become(Champion champion) {
        ModelVersion model = champion.model();
        store.save(champion);
        Champion before = champions.put(model.name(), champion);
        if (before == null || !before.model().equals(model)) {
            LOG.infof("%s serves", model);
        }
    }
}
