package io.marquee.controltower.testing;

import io.marquee.controltower.feature.EntityRead;
import io.marquee.controltower.feature.EntityRow;
import io.marquee.controltower.feature.FeaturesUnavailableException;
import io.marquee.controltower.feature.OnlineFeatures;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Online features in a map; can be away. */
public final class InMemoryOnlineFeatures implements OnlineFeatures {

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
        Set<String> views = new HashSet<>();
        values.keySet().forEach(name -> views.add(name.substring(0, name.indexOf("__"))));
        return new EntityRow(Map.copyOf(values), views);
    }
}
