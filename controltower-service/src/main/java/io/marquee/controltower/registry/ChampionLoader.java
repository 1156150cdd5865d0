package io.marquee.controltower.registry;

import io.marquee.runtime.CorruptModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes up the champion of one registered model: asks the registry, fetches the folder unless it is cached, opens it. It
 * holds no state; who calls it decides what to do with the outcome.
 */
final class ChampionLoader<M> {

    private static final Logger LOG = Logger.getLogger(ChampionLoader.class);

    private final String model;
    private final String alias;
    private final MlflowClient registry;
    private final ModelCache cache;
    private final ModelOpener<M> opener;
    private final Clock clock;

    ChampionLoader(
            String model, String alias, MlflowClient registry, ModelCache cache, ModelOpener<M> opener, Clock clock) {
        this.model = model;
        this.alias = alias;
        this.registry = registry;
        this.cache = cache;
        this.opener = opener;
        this.clock = clock;
    }

    String model() {
        return model;
    }

    /** Asks the registry for the champion and opens it when it is not {@code present}. */
    LoadOutcome<M> refresh(@Nullable Champion<M> present) throws InterruptedException {
        RegisteredVersion version = null;
        try {
            Optional<RegisteredVersion> champion = registry.versionOf(model, alias);
            if (champion.isEmpty()) {
                return new LoadOutcome.Absent<>(model, alias);
            }
            version = champion.get();
            if (present != null && present.version().equals(version)) {
                return new LoadOutcome.Unchanged<>(version);
            }
            M opened = obtain(version);
            cache.champion(version);
            return new LoadOutcome.Loaded<>(new Champion<>(version, opened, clock.instant()));
        } catch (RegistryException e) {
            return new LoadOutcome.Refused<>(version, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new LoadOutcome.Unreachable<>(String.valueOf(e.getMessage()));
        }
    }

    /** The version that was served last, from the cache alone: what to start with while the registry is away. */
    Optional<Champion<M>> lastServed() throws IOException {
        Optional<RegisteredVersion> last = cache.lastChampion(model);
        Optional<Path> folder = last.flatMap(cache::cached);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Champion<>(last.get(), opener.open(folder.get()), clock.instant()));
    }

    private M obtain(RegisteredVersion version) throws IOException, InterruptedException, RegistryException {
        Optional<Path> cached = cache.cached(version);
        if (cached.isPresent()) {
            try {
                return opener.open(cached.get());
            } catch (IOException | RuntimeException e) {
                LOG.warnf("the cached folder of %s is damaged and is fetched again: %s", version.id(), e.getMessage());
                cache.discard(cached.get());
            }
        }
        Path incoming = cache.fetch(version);
        try {
            M opened = opener.open(incoming);
            cache.keep(version, incoming);
            return opened;
        } catch (CorruptModelException e) {
            cache.discard(incoming);
            throw new RegistryException(e.file() + " " + e.reason(), e);
        } catch (IOException | RuntimeException e) {
            cache.discard(incoming);
            throw new RegistryException(String.valueOf(e.getMessage()), e);
        }
    }
}
