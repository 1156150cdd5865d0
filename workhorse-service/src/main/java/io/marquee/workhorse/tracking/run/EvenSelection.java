package io.marquee.workhorse.tracking.run;

import java.util.ArrayList;
import java.util.List;

/** Thins out a list for a chart. */
final class EvenSelection {

    private EvenSelection() {}

    /** As MLflow picks them: {@code most} elements at even distances from the first on, and the last. */
    static <T> List<T> of(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<T> selected = new ArrayList<>(most + 1);
        for (int i = 0; i < most; i++) {
            selected.add(all.get((int) ((long) i * all.size() / most)));
        }
        selected.add(all.getLast());
        return selected;
    }
}
