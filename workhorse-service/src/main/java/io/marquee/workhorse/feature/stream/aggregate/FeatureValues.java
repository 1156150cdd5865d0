package io.marquee.workhorse.feature.stream.aggregate;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a row by the names of its features. All rows of a plan share the names, so a row is no more than its values:
 * thousands of them are made each second.
 */
final class FeatureValues extends AbstractMap<String, @Nullable Object> {

    /** The names of a plan's features, in order. */
    static final class Names {

        private final List<String> inOrder;
        private final Map<String, Integer> positions;

        Names(List<String> inOrder) {
            this.inOrder = List.copyOf(inOrder);
            this.positions = LinkedHashMap.newLinkedHashMap(inOrder.size());
            for (int i = 0; i < inOrder.size(); i++) {
                positions.put(inOrder.get(i), i);
            }
        }
    }

    private final Names names;
    private final @Nullable Object[] values;

    /**
     * A row; the values are not copied.
     *
     * @throws IllegalArgumentException when there are not as many values as names
     */
    FeatureValues(Names names, @Nullable Object[] values) {
        if (values.length != names.inOrder.size()) {
            throw new IllegalArgumentException(names.inOrder + " are not the names of " + values.length + " values");
        }
        this.names = names;
        this.values = values;
    }

    @Override
    public @Nullable Object get(Object name) {
        Integer position = names.positions.get(name);
        return position == null ? null : values[position];
    }

    @Override
    public boolean containsKey(Object name) {
        return names.positions.containsKey(name);
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
                return entries();
            }

            @Override
            public int size() {
                return values.length;
            }
        };
    }

    private Iterator<Map.Entry<String, @Nullable Object>> entries() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < values.length;
            }

            @Override
            public Map.Entry<String, @Nullable Object> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("there are " + values.length + " values");
                }
                int position = next++;
                return new SimpleImmutableEntry<>(names.inOrder.get(position), values[position]);
            }
        };
    }
}
