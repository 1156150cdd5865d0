package io.marquee.workhorse.ingestion.quality.rule;

import java.util.Set;

/**
 * Something that is expected of a table of each load.
 *
 * @param name unique, for errors, reports and metrics, for example {@code movies_accepted}
 * @param table of the standard schema, for example {@code movies}
 * @param except sources that it does not hold for
 */
public record QualityRule(String name, String table, Severity severity, Check check, Set<String> except) {

    static final String NAME = "[a-z][a-z0-9_]{0,62}";

    public QualityRule {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "'name' must have lower-case letters, digits and _ and begin with a letter, got: " + name);
        }
        except = Set.copyOf(except);
    }

    /** Whether it holds for loads of that source. */
    public boolean holdsFor(String source) {
        return !except.contains(source);
    }
}
