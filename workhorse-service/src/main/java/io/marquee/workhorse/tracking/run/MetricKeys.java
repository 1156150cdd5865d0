package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Short numbers for metric keys: a key is stored once, not with each point. Numbers never change, so they are remembered. */
@ApplicationScoped
class MetricKeys {

    /** Beyond this many the memory is emptied; real projects have some hundred keys. */
    private static final int MOST_REMEMBERED = 50_000;

    private final Sql sql;
    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    MetricKeys(Sql sql) {
        this.sql = sql;
    }

    /** The key's number, if it was ever logged. */
    Optional<Integer> lookUp(String key) {
        Integer number = known.get(key);
        if (number != null) {
            return Optional.of(number);
        }
        load(List.of(key));
        return Optional.ofNullable(known.get(key));
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
        load(unknown);
    }

    private void load(List<String> keys) {
        if (known.size() > MOST_REMEMBERED) {
            known.clear();
        }
        sql.list(
                row -> known.put(row.getString(1), row.getInt(2)),
                "SELECT key, id FROM tracking.metric_key WHERE key = ANY(?)",
                (Object) keys.toArray(String[]::new));
    }
}
