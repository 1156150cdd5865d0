package io.marquee.workhorse.snapshot;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.platform.Database;
import java.io.IOException;
import java.sql.SQLException;

/** Something that speaks to the object store, and perhaps to the database as well. */
@FunctionalInterface
interface StoreCall<T> {

    T call() throws SQLException, IOException;

    /** Runs it; whoever does not answer is told from what is wrong by itself. */
    static <T> T run(StoreCall<T> call) {
        try {
            return call.call();
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "the object store does not answer as it should: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw Database.problem(e);
        }
    }
}
