package io.marquee.workhorse.tracking.run;

import java.util.List;
import java.util.random.RandomGenerator;

/** Names for runs that nobody named, such as {@code restless-premiere-412}. */
final class RunName {

    private static final List<String> ADJECTIVES = List.of(
            "able",
            "amused",
            "bold",
            "brave",
            "bright",
            "calm",
            "candid",
            "clean",
            "clever",
            "crisp",
            "daring",
            "dazzling",
            "defiant",
            "eager",
            "fearless",
            "gentle",
            "glad",
            "grand",
            "handsome",
            "honest",
            "jolly",
            "kind",
            "lively",
            "lucid",
            "luminous",
            "merry",
            "nimble",
            "noble",
            "patient",
            "placid",
            "polite",
            "proud",
            "quiet",
            "rare",
            "restless",
            "selective",
            "silent",
            "sincere",
            "swift",
            "tender",
            "upbeat",
            "valiant",
            "vivid",
            "wise");

    private static final List<String> NOUNS = List.of(
            "anthology",
            "archive",
            "ballad",
            "bobbin",
            "camera",
            "cameo",
            "chapter",
            "cinema",
            "comedy",
            "cue",
            "curtain",
            "director",
            "drama",
            "encore",
            "epic",
            "extra",
            "fable",
            "feature",
            "finale",
            "frame",
            "gaffer",
            "hero",
            "lantern",
            "lens",
            "marquee",
            "matinee",
            "montage",
            "overture",
            "poster",
            "premiere",
            "projector",
            "reel",
            "saga",
            "scene",
            "score",
            "screen",
            "script",
            "sequel",
            "slate",
            "spotlight",
            "stunt",
            "take",
            "ticket",
            "trailer");

    private RunName() {}

    static String random(RandomGenerator random) {
        return ADJECTIVES.get(random.nextInt(ADJECTIVES.size()))
                + '-'
                + NOUNS.get(random.nextInt(NOUNS.size()))
                + '-'
                + random.nextInt(1000);
    }
}
