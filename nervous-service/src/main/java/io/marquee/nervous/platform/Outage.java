package io.marquee.nervous.platform;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away from a statement that is wrong. */
final class Outage {

    /** SQLSTATE classes: connection exception, insufficient resources, operator intervention. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57");

    private Outage() {}

    /** Whether the failure comes from a database that cannot be reached or that is not taking work at the moment. */
    static boolean causes(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                // The connection pool reports that it has no connection without any state.
                return state == null || state.length() >= 2 && CLASSES.contains(state.substring(0, 2));
            }
        }
        return false;
    }
}
