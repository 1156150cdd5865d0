package io.marquee.workhorse.tracking.search;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be said about one kind of thing.
 *
 * @param prefixes words before the dot, with what they mean
 * @param attributes built-in attributes by each of their names
 */
public record SearchGrammar(Map<String, Field.Kind> prefixes, Map<String, Attribute> attributes) {

    /** Keys of {@code dataset.}. */
    static final Set<String> DATASET_KEYS = Set.of("name", "digest", "context");

    public SearchGrammar {
        prefixes = Map.copyOf(prefixes);
        attributes = Map.copyOf(attributes);
    }

    Set<Operator> operatorsOf(Field field) {
        return switch (field.kind()) {
            case METRIC -> Operator.OF_NUMBERS;
            case PARAMETER, TAG -> Operator.OF_TEXT;
            case DATASET -> Operator.OF_LISTED_TEXT;
            case ATTRIBUTE -> attributes.get(field.key()).operators();
        };
    }

    boolean isNumeric(Field field) {
        return field.kind() == Field.Kind.METRIC
                || field.kind() == Field.Kind.ATTRIBUTE
                        && attributes.get(field.key()).type() == Attribute.Type.NUMBER;
    }

    /** Attribute names for messages, in a fixed order. */
    Set<String> attributeNames() {
        return new TreeSet<>(attributes.keySet());
    }
}
