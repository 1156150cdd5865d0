package io.marquee.workhorse.feature.stream;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.JoinKey;
import io.marquee.workhorse.feature.stream.aggregate.StreamEvent;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody or something that events are of.
 *
 * @param id value of its join key
 */
record StreamEntity(Kind kind, long id) {

    /** The columns of events that are entities. */
    enum Kind {
        USER('u', "user_id") {
            @Override
            Long of(StreamEvent event) {
                return event.userId();
            }
        },
        MOVIE('m', "movie_id") {
            @Override
            @Nullable
            Long of(StreamEvent event) {
                return event.movieId();
            }
        };

        private final char code;
        private final String column;

        Kind(char code, String column) {
            this.code = code;
            this.column = column;
        }

        /** The entity that an event is of; null when it is of none. */
        abstract @Nullable Long of(StreamEvent event);

        /** The letter in records' keys. */
        char code() {
            return code;
        }

        /** The column of the table of events. */
        String column() {
            return column;
        }

        static Kind of(JoinKey joinKey) {
            return Arrays.stream(values())
                    .filter(kind -> kind.column.equals(joinKey.column()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("events are not of '" + joinKey.column() + "'"));
        }

        static Optional<Kind> ofCode(char code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    EntityKey key() {
        return EntityKey.of(kind.column(), id);
    }
}
