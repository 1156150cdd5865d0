package io.marquee.workhorse.tracking.run;

import java.util.ArrayList;
import java.util.List;

/** Thins out a list for a chart. */
final class EvenSelection {

    private EvenSelection() {}

    /** At most {@code most} elements at even distances, the first and the last among them. */
    static <T> List<T> of(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        if (most == 1) {
            return List.of(all.getLast());
        }
        List<T> selected = new ArrayList<>(most);
        for (int i = 0; i < most; i++) {
            selected.add(all.get((int) ((long) i * (all.size() - 1) / (most - 1))));
        }
        return selected;
    }
}
