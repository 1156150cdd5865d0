package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.JoinKey;

/**
 * A kind of thing that has features.
 *
 * @param joinKey the column that identifies one of them
 */
public record Entity(String name, JoinKey joinKey, String description) {}
