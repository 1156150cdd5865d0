package io.marquee.workhorse.feature.definition;

/** The definitions that are in force. They change when others are applied: ask again instead of keeping what was given. */
@FunctionalInterface
public interface ActiveDefinitions {

    FeatureDefinitions get();
}
