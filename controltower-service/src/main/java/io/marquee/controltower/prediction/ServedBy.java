package io.marquee.controltower.prediction;

import io.marquee.controltower.registry.Champion;

/**
 * The model that answered.
 *
 * @param name registered name
 * @param version its version number
 */
public record ServedBy(String name, String version) {

    /** Names the champion. */
    public static ServedBy of(Champion<?> champion) {
        return new ServedBy(champion.name(), champion.versionText());
    }
}
