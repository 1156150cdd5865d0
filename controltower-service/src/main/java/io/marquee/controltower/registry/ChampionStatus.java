package io.marquee.controltower.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is served of one registered model and how the last look at the registry ended.
 *
 * @param serving the version that answers, or null
 * @param loadedAt since when
 * @param outcome label of the last attempt: loaded, unchanged, absent, unreachable, refused; {@code pending} before the first
 * @param detail the last attempt in one sentence
 * @param checkedAt when that was
 */
public record ChampionStatus(
        String model,
        @Nullable RegisteredVersion serving,
        @Nullable Instant loadedAt,
        String outcome,
        String detail,
        @Nullable Instant checkedAt) {

    static ChampionStatus pending(String model) {
        return new ChampionStatus(model, null, null, "pending", "the registry has not been asked yet", null);
    }
}
