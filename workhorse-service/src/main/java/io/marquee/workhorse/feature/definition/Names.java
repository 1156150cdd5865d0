package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.JoinKey;
import io.marquee.workhorse.platform.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all kinds of definitions have: names that can be used everywhere, and tags. */
final class Names {

    /** Names go into SQL, file names and Redis; these mean the same everywhere. */
    private static final String NAME = "[a-z][a-z0-9_]{0,62}";

    /** A column that every row has. */
    static final String EVENT_TIMESTAMP = "event_timestamp";

    private Names() {}

    static String name(YamlNode node) {
        String name = node.text();
        if (!name.matches(NAME)) {
            throw node.wrong("a name has lower-case letters, digits and _ and begins with a letter, got: " + name);
        }
        return name;
    }

    /** A name that none of these things has yet. */
    static String newName(YamlNode node, String kind, Map<String, ?> before) {
        String name = name(node);
        if (before.containsKey(name)) {
            throw node.wrong(kind + " '" + name + "' is there twice");
        }
        return name;
    }

    /** A feature's name, which must not be that of another column. */
    static String featureName(YamlNode node, List<JoinKey> joinKeys, Map<String, ?> before) {
        String name = newName(node, "feature", before);
        if (name.equals(EVENT_TIMESTAMP)
                || joinKeys.stream().anyMatch(key -> key.column().equals(name))) {
            throw node.wrong("'" + name + "' is a column that every row has, not a feature");
        }
        return name;
    }

    static Map<String, String> tags(@Nullable YamlNode node) {
        Map<String, String> tags = new HashMap<>();
        if (node != null) {
            node.anyMapping().forEach((key, value) -> tags.put(key, value.text()));
        }
        return tags;
    }
}
