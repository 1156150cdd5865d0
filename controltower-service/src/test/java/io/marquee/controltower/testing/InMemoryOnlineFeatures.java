package io.marquee.controltower.testing;

import io.marquee.controltower.feature.EntityRead;
import io.marquee.controltower.feature.EntityRow;
import io.marquee.controltower.feature.FeaturesUnavailableException;
import io.marquee.controltower.feature.OnlineFeatures;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Online features in a map; can be away. */
public final class InMemoryOnlineFeatures implements OnlineFeatures {

    /** When all rows became true. */
    public static final Instant ROW_TIME = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<String, Map<String, Object>> rows = new ConcurrentHashMap<>();
    private volatile boolean away;

    /** Stores values by full name {@code view__feature} for an entity, beside those it has. */
    public InMemoryOnlineFeatures put(String joinKey, long id, Map<String, Object> values) {
        rows.computeIfAbsent(joinKey + id, key -> new ConcurrentHashMap<>()).putAll(values);
        return this;
    }

    public void goAway() {
        away = true;
    }

    @Override
    public List<EntityRow> read(List<EntityRead> reads) throws FeaturesUnavailableException {
        if (away) {
            throw new FeaturesUnavailableException("the map is away", null);
        }
        return reads.stream().map(this::row).toList();
    }

    private EntityRow row(EntityRead read) {
        Map<String, Object> values = rows.get(read.fields().joinKey() + read.id());
        if (values == null) {
            return EntityRow.UNKNOWN;
        }
        Map<String, Instant> times = new HashMap<>();
        values.keySet().forEach(name -> times.put(name.substring(0, name.indexOf("__")), ROW_TIME));
        return new EntityRow(Map.copyOf(values), times);
    }
}
