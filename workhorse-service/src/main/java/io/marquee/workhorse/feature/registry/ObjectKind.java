package io.marquee.workhorse.feature.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a registry holds. */
public enum ObjectKind {
    ENTITY,
    SOURCE,
    VIEW,
    /** A feature of a view; its name is {@code view:feature}. */
    FIELD,
    SERVICE;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
