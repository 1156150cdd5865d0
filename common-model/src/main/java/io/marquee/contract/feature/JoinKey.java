package io.marquee.contract.feature;

/**
 * An entity as a feature view joins it.
 *
 * @param entity name of the entity, for example {@code movie}
 * @param column the join key, for example {@code movie_id}
 * @param type type of its values
 */
public record JoinKey(String entity, String column, ValueType type) {}
