package io.marquee.workhorse.tracking.store;

import java.util.Arrays;

/** Which of the two a search looks at. */
public enum ViewType {
    ACTIVE_ONLY(Lifecycle.ACTIVE),
    DELETED_ONLY(Lifecycle.DELETED),
    ALL(Lifecycle.ACTIVE, Lifecycle.DELETED);

    private final Lifecycle[] lifecycles;

    ViewType(Lifecycle... lifecycles) {
        this.lifecycles = lifecycles;
    }

    /** The lifecycles it includes, as the tables write them. */
    public String[] names() {
        return Arrays.stream(lifecycles).map(Lifecycle::wireName).toArray(String[]::new);
    }
}
