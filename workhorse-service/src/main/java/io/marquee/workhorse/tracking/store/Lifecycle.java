package io.marquee.workhorse.tracking.store;

import java.util.Locale;

/** Whether something is there or in the bin, from which it can be restored. */
public enum Lifecycle {
    ACTIVE,
    DELETED;

    /** As MLflow and our tables write it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
