package io.marquee.workhorse.feature.stream.aggregate;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What of an event can be aggregated or compared. */
enum EventColumn {
    EVENT_ID(Kind.TEXT) {
        @Override
        Object value(StreamEvent event) {
            return event.eventId();
        }
    },
    USER_ID(Kind.ID) {
        @Override
        Object value(StreamEvent event) {
            return event.userId();
        }
    },
    MOVIE_ID(Kind.ID) {
        @Override
        @Nullable
        Object value(StreamEvent event) {
            return event.movieId();
        }
    },
    INTERACTION_TYPE(Kind.TEXT) {
        @Override
        Object value(StreamEvent event) {
            return event.interactionType();
        }
    },
    RATING(Kind.NUMBER) {
        @Override
        @Nullable
        Object value(StreamEvent event) {
            return FixedPoint.of(event.rating());
        }
    },
    DURATION_SECONDS(Kind.NUMBER) {
        @Override
        @Nullable
        Object value(StreamEvent event) {
            return FixedPoint.of(event.durationSeconds());
        }
    };

    /** What kind of values a column has. */
    enum Kind {
        ID,
        TEXT,
        /** Kept in millionths, see {@link FixedPoint}. */
        NUMBER
    }

    private final Kind kind;

    EventColumn(Kind kind) {
        this.kind = kind;
    }

    /** The column of that name in the table of events. */
    static EventColumn named(String name) {
        return Arrays.stream(values())
                .filter(column -> column.columnName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("column '" + name + "' is not one of those that events"
                        + " are aggregated by: "
                        + Arrays.stream(values()).map(EventColumn::columnName).toList()));
    }

    Kind kind() {
        return kind;
    }

    String columnName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value as it is kept: a String or a Long, which for a {@link Kind#NUMBER} counts millionths. */
    abstract @Nullable Object value(StreamEvent event);

    /** The same in DuckDB. */
    String sql() {
        return kind == Kind.NUMBER ? FixedPoint.sql(columnName()) : columnName();
    }

    /** What a feature shows of a value that was kept. */
    Object shown(Object kept) {
        return kind == Kind.NUMBER ? (Object) FixedPoint.toDouble((Long) kept) : kept;
    }

    /** The same in DuckDB. */
    String shownSql(String kept) {
        return kind == Kind.NUMBER ? FixedPoint.toDoubleSql(kept) : kept;
    }
}
