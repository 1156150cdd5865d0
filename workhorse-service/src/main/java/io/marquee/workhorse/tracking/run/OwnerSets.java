package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.search.Comparison;
import io.marquee.workhorse.tracking.search.Field;
import io.marquee.workhorse.tracking.search.SearchSql;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.SqlText;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Runs that share a parameter or tag, as a set in memory. A search that walks along an index can ask an index of each run that
 * it meets whether it has the parameter, or read all that have it once and look into that set. PostgreSQL never chooses the second,
 * since its hash joins do not keep the order of the walk, so it is chosen here. Between few runs, where a search best begins
 * with them, and many, which the walk meets soon, the set is two to three times as fast.
 *
 * @param fewest runs of a set
 * @param most runs of a set
 */
record OwnerSets(int fewest, int most) {

    /** Measured with a hundred thousand runs. */
    static final OwnerSets USUAL = new OwnerSets(1_500, 25_000);

    /**
     * The planner must know that a set is small, or it would not keep it in memory. Sets are counted first and not that large,
     * also not after what is logged in between.
     */
    private static final int PLANNED = 100_000;

    private record Counted(Comparison comparison, int runs) {}

    /** The comparison with the smallest set, if it has the right size. */
    Optional<Comparison> choose(Sql sql, List<Comparison> comparisons) {
        return comparisons.stream()
                .filter(OwnerSets::canHold)
                .map(comparison -> new Counted(comparison, count(sql, comparison)))
                .min(Comparator.comparingInt(Counted::runs))
                .filter(smallest -> smallest.runs() >= fewest && smallest.runs() <= most)
                .map(Counted::comparison);
    }

    static boolean canHold(Comparison comparison) {
        Field.Kind kind = comparison.field().kind();
        return (kind == Field.Kind.PARAMETER || kind == Field.Kind.TAG) && SearchSql.isEqualHead(comparison);
    }

    /** How many there are, or one more than {@link #most}. */
    private int count(Sql sql, Comparison comparison) {
        return sql.list(
                        row -> row.getInt(1),
                        new SqlText("SELECT count(*) FROM (")
                                .add(owners(comparison))
                                .add(" LIMIT ?) AS counted", most + 1))
                .getFirst();
    }

    /** The condition that a run is in the set. As a truth value, and not a condition, it is not turned into a join. */
    static SqlText contains(String run, Comparison comparison) {
        return new SqlText("(" + run + " IN (").add(owners(comparison)).add(" LIMIT " + PLANNED + ")) IS TRUE");
    }

    private static SqlText owners(Comparison comparison) {
        String table = comparison.field().kind() == Field.Kind.TAG ? "tracking.run_tag" : "tracking.run_param";
        return new SqlText(
                        "SELECT kv.owner FROM " + table + " kv WHERE kv.key = ? AND ",
                        comparison.field().key())
                .add(SearchSql.equalHead(comparison));
    }
}
