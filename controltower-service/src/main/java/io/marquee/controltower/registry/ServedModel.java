package io.marquee.controltower.registry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one registered model's champion served. Whatever goes wrong with a new version, the present one stays.
 *
 * <p>Metrics: {@code marquee_champion_version} is 0 while nothing is served; alert when
 * {@code marquee_champion_loads_total{outcome="refused"}} rises, a promoted version cannot be served then.
 */
final class ServedModel<M> {

    private static final Logger LOG = Logger.getLogger(ServedModel.class);

    private final ChampionLoader<M> loader;
    private final Consumer<Champion<M>> swap;
    private final MeterRegistry meters;
    private final Clock clock;
    private volatile @Nullable Champion<M> present;
    private volatile ChampionStatus status;

    /** @param swap makes new requests use that champion */
    ServedModel(ChampionLoader<M> loader, Consumer<Champion<M>> swap, MeterRegistry meters, Clock clock) {
        this.loader = loader;
        this.swap = swap;
        this.meters = meters;
        this.clock = clock;
        this.status = ChampionStatus.pending(loader.model());
        Gauge.builder("marquee_champion_version", this, ServedModel::servedVersion)
                .description("Version that is served, 0 for none")
                .tag("model", loader.model())
                .register(meters);
    }

    private double servedVersion() {
        Champion<M> champion = present;
        return champion == null ? 0 : champion.version().id().version();
    }

    boolean isServed() {
        return present != null;
    }

    ChampionStatus status() {
        return status;
    }

    /** Looks at the registry once and takes up what it finds; false when it should be asked again soon. */
    boolean refresh() throws InterruptedException {
        LoadOutcome<M> outcome = loader.refresh(present);
        if (outcome instanceof LoadOutcome.Loaded<M>(Champion<M> champion)) {
            serve(champion);
        } else if (outcome instanceof LoadOutcome.Unreachable<M> && present == null) {
            serveLast();
        }
        note(outcome);
        return outcome instanceof LoadOutcome.Loaded<M>
                || outcome instanceof LoadOutcome.Unchanged<M>
                || outcome instanceof LoadOutcome.Absent<M> && present != null;
    }

    private void serveLast() {
        try {
            Optional<Champion<M>> last = loader.lastServed();
            last.ifPresent(champion -> {
                LOG.warnf(
                        "the registry is away; starting with %s from the local cache",
                        champion.version().id());
                serve(champion);
            });
        } catch (IOException | RuntimeException e) {
            LOG.warnf("the registry is away, and the cached %s cannot be served: %s", loader.model(), e.getMessage());
        }
    }

    private void serve(Champion<M> champion) {
        present = champion;
        swap.accept(champion);
    }

    private void note(LoadOutcome<M> outcome) {
        meters.counter("marquee_champion_loads_total", "model", loader.model(), "outcome", outcome.label())
                .increment();
        if (!status.detail().equals(outcome.detail())) {
            LOG.logf(level(outcome), "champion of %s: %s", loader.model(), outcome.detail());
        }
        Champion<M> champion = present;
        status = new ChampionStatus(
                loader.model(),
                champion == null ? null : champion.version(),
                champion == null ? null : champion.loadedAt(),
                outcome.label(),
                outcome.detail(),
                clock.instant());
    }

    private static Logger.Level level(LoadOutcome<?> outcome) {
        return switch (outcome) {
            case LoadOutcome.Refused<?> _ -> Logger.Level.ERROR;
            case LoadOutcome.Unreachable<?> _ -> Logger.Level.WARN;
            case LoadOutcome.Loaded<?> _, LoadOutcome.Unchanged<?> _, LoadOutcome.Absent<?> _ -> Logger.Level.INFO;
        };
    }
}
