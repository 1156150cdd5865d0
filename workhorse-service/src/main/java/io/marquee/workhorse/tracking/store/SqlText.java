package io.marquee.workhorse.tracking.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement in the making: text with {@code ?} and the values for them, always in step. */
public final class SqlText {

    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    public SqlText() {}

    public SqlText(String sql, @Nullable Object... values) {
        add(sql, values);
    }

    /** Appends text, one value per {@code ?} in it. */
    public SqlText add(String sql, @Nullable Object... values) {
        text.append(sql);
        Collections.addAll(parameters, values);
        return this;
    }

    /** Appends another one. */
    public SqlText add(SqlText other) {
        text.append(other.text);
        parameters.addAll(other.parameters);
        return this;
    }

    public String text() {
        return text.toString();
    }

    public @Nullable Object[] parameters() {
        return parameters.toArray();
    }

    @Override
    public String toString() {
        return text + " " + parameters;
    }
}
