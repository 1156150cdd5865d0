package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes files that no build refers to any more, those of builds that crashed too. */
@ApplicationScoped
class Leftovers {

    /** A file that is still being made for a build, or was made a moment ago, is nobody's leftover. */
    private static final Duration LONGEST_BUILD = Duration.ofHours(6);

    /** The id of what a file was made for: a UUID of version 7, which begins with the milliseconds since the epoch. */
    private static final Pattern MADE_FOR = Pattern.compile("/([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[^/]*");

    private final OfflineBuilds builds;
    private final ObjectStore store;
    private final Clock clock;

    Leftovers(OfflineBuilds builds, ObjectStore store, Clock clock) {
        this.builds = builds;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Removes them.
     *
     * @param justRead files that readers of the build before may still want, whatever has become of them
     */
    void remove(List<PushedRows.Push> justRead) throws IOException {
        Set<String> kept = new HashSet<>(builds.forgetOld());
        justRead.forEach(push -> kept.add(push.objectKey()));
        Instant oldest = clock.instant().minus(LONGEST_BUILD);
        for (ObjectStore.Entry entry : store.list("features/")) {
            Optional<Instant> madeAt = madeAt(entry.key());
            if (madeAt.isPresent() && madeAt.get().isBefore(oldest) && !kept.contains(entry.key())) {
                store.delete(entry.key());
            }
        }
    }

    private static Optional<Instant> madeAt(String key) {
        Matcher id = MADE_FOR.matcher(key);
        return id.find()
                ? Optional.of(Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(id.group(1) + id.group(2))))
                : Optional.empty();
    }
}
