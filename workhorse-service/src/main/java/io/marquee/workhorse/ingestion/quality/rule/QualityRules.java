package io.marquee.workhorse.ingestion.quality.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All rules, in the order of their file. */
public record QualityRules(List<QualityRule> rules) {

    public QualityRules {
        rules = List.copyOf(rules);
        Set<String> names = new HashSet<>();
        for (QualityRule rule : rules) {
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException("rule '" + rule.name() + "' is there twice");
            }
        }
    }

    /** Those that hold for a table of a load of that source. */
    public List<QualityRule> of(String table, String source) {
        return rules.stream()
                .filter(rule -> rule.table().equals(table) && rule.holdsFor(source))
                .toList();
    }
}
