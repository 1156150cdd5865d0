package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Short numbers for metric keys: a key is stored once, not with each point. Numbers never change, so they are remembered. */
@ApplicationScoped
class MetricKeys {

    /** Beyond this many the memory is emptied; real projects have some hundred keys. */
    private static final int MOST_REMEMBERED = 50_000;

    private record MetricKey(int number, String name) {}

    private final Sql sql;
    private final Map<String, Integer> known = new ConcurrentHashMap<>();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();

    MetricKeys(Sql sql) {
        this.sql = sql;
    }

    /** The key's number, if it was ever logged. */
    Optional<Integer> lookUp(String key) {
        Integer number = known.get(key);
        if (number != null) {
            return Optional.of(number);
        }
        return load("key", new String[] {key}).stream().map(MetricKey::number).findFirst();
    }

    /** The keys of numbers that are in use. */
    Map<Integer, String> names(Collection<Integer> numbers) {
        Map<Integer, String> wanted = new HashMap<>();
        Set<Integer> unknown = new TreeSet<>();
        for (Integer number : numbers) {
            String name = names.get(number);
            if (name == null) {
                unknown.add(number);
            } else {
                wanted.put(number, name);
            }
        }
        if (!unknown.isEmpty()) {
            load("id", unknown.stream().mapToInt(Integer::intValue).toArray())
                    .forEach(key -> wanted.put(key.number(), key.name()));
        }
        return wanted;
    }

    /**
     * Makes sure that each key has a number. Must be called outside a transaction: a number that is remembered here while
     * its row is rolled back would be a number of nothing.
     */
    void make(Collection<String> keys) {
        List<String> unknown = keys.stream()
                .distinct()
                .filter(key -> !known.containsKey(key))
                .sorted()
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        sql.update(
                "INSERT INTO tracking.metric_key (key) SELECT * FROM unnest(?) ON CONFLICT (key) DO NOTHING",
                (Object) unknown.toArray(String[]::new));
        load("key", unknown.toArray(String[]::new));
    }

    private List<MetricKey> load(String column, Object wanted) {
        if (known.size() > MOST_REMEMBERED) {
            known.clear();
            names.clear();
        }
        List<MetricKey> keys = sql.list(
                row -> new MetricKey(row.getInt(1), row.getString(2)),
                "SELECT id, key FROM tracking.metric_key WHERE " + column + " = ANY(?)",
                wanted);
        for (MetricKey key : keys) {
            known.put(key.name(), key.number());
            names.put(key.number(), key.name());
        }
        return keys;
    }
}
