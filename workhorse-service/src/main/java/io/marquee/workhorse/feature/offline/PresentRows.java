package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.Computation;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of views that only say what is true now, as they were when a build read its ratings. */
@ApplicationScoped
public class PresentRows {

    private static final String USER_KEY = "user_id";

    private final OfflineStore store;
    private final ActiveDefinitions definitions;

    PresentRows(OfflineStore store, ActiveDefinitions definitions) {
        this.store = store;
        this.definitions = definitions;
    }

    /** Whether a view is one of users that follows from their ratings alone. */
    public boolean canCompute(ViewDefinition definition) {
        return !definition.offline()
                && definition.computation() instanceof Computation.Sql
                && definition.joinKeys().size() == 1
                && definition.joinKey().column().equals(USER_KEY)
                && definition.sources().size() == 1
                && SourceTables.isRatings(
                        definitions.get().source(definition.sources().getFirst()));
    }

    /**
     * Computes such a view for some users into a table of its name.
     *
     * @param users at least one
     */
    public void compute(ViewDefinition definition, CurrentBuild build, Collection<Long> users, DuckDb duckDb)
            throws SQLException, IOException {
        String labels = DuckDb.parquet(List.of(store.fetch(build.get(OfflineStore.LABELS), duckDb)));
        duckDb.execute("CREATE OR REPLACE VIEW " + definition.sources().getFirst() + " AS SELECT * FROM " + labels
                + " WHERE " + USER_KEY + " IN ("
                + users.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")");
        new FeatureQuery(duckDb).compute(definition.view());
    }
}
