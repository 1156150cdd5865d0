package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.search.Attribute;
import io.marquee.workhorse.tracking.search.Comparison;
import io.marquee.workhorse.tracking.search.Field;
import io.marquee.workhorse.tracking.search.Operand;
import io.marquee.workhorse.tracking.search.Operator;
import io.marquee.workhorse.tracking.search.Ordering;
import io.marquee.workhorse.tracking.search.Page;
import io.marquee.workhorse.tracking.search.Paging;
import io.marquee.workhorse.tracking.search.SearchGrammar;
import io.marquee.workhorse.tracking.search.SearchSql;
import io.marquee.workhorse.tracking.search.SortTerm;
import io.marquee.workhorse.tracking.store.SqlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What can be said about runs, and how it reads as SQL over {@code tracking.run r}. Pure. */
final class RunSearchSql {

    static final SearchGrammar GRAMMAR = new SearchGrammar(prefixes(), attributes());

    private static final String CONTEXT_TAG = "mlflow.data.context";

    private final Function<String, Optional<Integer>> metricKeys;
    private final List<Long> experiments;

    /**
     * SQL for a search in some experiments.
     *
     * @param metricKeys the number of a metric key, if it was ever logged
     */
    RunSearchSql(Function<String, Optional<Integer>> metricKeys, List<Long> experiments) {
        this.metricKeys = metricKeys;
        this.experiments = List.copyOf(experiments);
    }

    private static Map<String, Field.Kind> prefixes() {
        Map<String, Field.Kind> prefixes = new HashMap<>();
        List.of("metric", "metrics").forEach(word -> prefixes.put(word, Field.Kind.METRIC));
        List.of("parameter", "parameters", "param", "params").forEach(word -> prefixes.put(word, Field.Kind.PARAMETER));
        List.of("tag", "tags").forEach(word -> prefixes.put(word, Field.Kind.TAG));
        List.of("attribute", "attributes", "attr", "run").forEach(word -> prefixes.put(word, Field.Kind.ATTRIBUTE));
        List.of("dataset", "datasets").forEach(word -> prefixes.put(word, Field.Kind.DATASET));
        return prefixes;
    }

    private static Map<String, Attribute> attributes() {
        Map<String, Attribute> attributes = new HashMap<>();
        attributes.put("run_id", Attribute.text("r.run_id").withOperators(Operator.OF_LISTED_TEXT));
        List.of("run_name", "run name", "Run name", "Run Name")
                .forEach(name -> attributes.put(name, Attribute.text("r.name")));
        attributes.put("user_id", Attribute.text("r.user_id"));
        attributes.put("status", Attribute.text("r.status"));
        attributes.put("artifact_uri", Attribute.text("r.artifact_uri"));
        List.of("start_time", "created", "Created")
                .forEach(name -> attributes.put(name, Attribute.number("r.start_time")));
        attributes.put("end_time", Attribute.number("r.end_time"));
        return attributes;
    }

    static boolean looksAtMetrics(List<Comparison> comparisons, List<Ordering> orderings) {
        return Stream.concat(
                        comparisons.stream().map(Comparison::field),
                        orderings.stream().map(Ordering::field))
                .anyMatch(field -> field.kind() == Field.Kind.METRIC);
    }

    /** One experiment is by far the most frequent, and an equality is what indexes like best. */
    SqlText inExperiments(String alias) {
        return experiments.size() == 1
                ? new SqlText(alias + ".experiment_id = ?", experiments.getFirst())
                : new SqlText(alias + ".experiment_id = ANY(?)", (Object)
                        experiments.stream().mapToLong(Long::longValue).toArray());
    }

    /** The condition that a run fulfils the comparison. */
    SqlText condition(Comparison comparison) {
        return switch (comparison.field().kind()) {
            case ATTRIBUTE ->
                SearchSql.compare(column(comparison.field()), comparison.operator(), comparison.operand());
            case TAG -> SearchSql.indexedKeyValue("tracking.run_tag", "r.no", comparison);
            case PARAMETER -> SearchSql.indexedKeyValue("tracking.run_param", "r.no", comparison);
            case METRIC -> metric(comparison);
            case DATASET -> dataset(comparison);
        };
    }

    /** As in floating-point arithmetic NaN fulfils only {@code !=}; to PostgreSQL it would be the greatest number. */
    private SqlText metric(Comparison comparison) {
        Optional<Integer> key = metricKeys.apply(comparison.field().key());
        if (key.isEmpty() || !(comparison.operand() instanceof Operand.Number number)) {
            return new SqlText("FALSE");
        }
        SqlText sql = new SqlText("EXISTS (SELECT 1 FROM tracking.latest_metric m WHERE m.run_no = r.no AND ")
                .add(inExperiments("m"))
                .add(" AND m.key_id = ?", key.get())
                .add(
                        " AND m.indexed_value " + comparison.operator().symbol() + " ?",
                        number.value().doubleValue());
        if (comparison.operator() != Operator.NOT_EQUAL) {
            sql.add(" AND m.indexed_value <> 'NaN'");
        }
        return sql.add(")");
    }

    private static SqlText dataset(Comparison comparison) {
        SqlText sql = new SqlText("EXISTS (SELECT 1 FROM tracking.run_input i ");
        if (comparison.field().key().equals("context")) {
            sql.add("JOIN tracking.run_input_tag t ON t.owner = i.no AND t.key = ? WHERE ", CONTEXT_TAG)
                    .add(SearchSql.compare("t.value", comparison.operator(), comparison.operand()));
        } else {
            sql.add("JOIN tracking.dataset d ON d.no = i.dataset_no WHERE ")
                    .add(SearchSql.compare(
                            "d." + comparison.field().key(), comparison.operator(), comparison.operand()));
        }
        return sql.add(" AND i.run_no = r.no)");
    }

    /**
     * The search, in the total order of what was asked for, then the later start, then the id. Runs without a value come
     * last, behind those whose metric is NaN, in both directions.
     *
     * <p>An order that begins with a metric is searched in two parts: first the runs that have a number, which an index
     * holds in just this order, and only if they do not fill the page the others.
     *
     * @param condition what runs must fulfil
     * @param inSet a comparison that they must fulfil too, of which it is known that {@link OwnerSets} can hold its runs
     */
    List<Page.Part> parts(List<Ordering> orderings, SqlText condition, Optional<Comparison> inSet) {
        if (orderings.isEmpty() || orderings.getFirst().field().kind() != Field.Kind.METRIC) {
            return List.of(part(orderings, condition, inSet, Numbers.MIXED));
        }
        return List.of(
                part(orderings, condition, inSet, Numbers.ONLY), part(orderings, condition, inSet, Numbers.NONE));
    }

    /** Whether a part holds runs that have a number for the first metric of the order. */
    private enum Numbers {
        MIXED,
        ONLY,
        NONE
    }

    private Page.Part part(List<Ordering> orderings, SqlText condition, Optional<Comparison> inSet, Numbers numbers) {
        SqlText joins = new SqlText();
        SqlText where = new SqlText().add(condition);
        // Of the table that is walked along, so that a run which is not in the set costs no look at its row.
        inSet.ifPresent(comparison ->
                where.add(" AND ").add(OwnerSets.contains(numbers == Numbers.ONLY ? "o0.run_no" : "r.no", comparison)));
        List<SortTerm> terms = new ArrayList<>();
        for (int i = 0; i < orderings.size(); i++) {
            Ordering ordering = orderings.get(i);
            switch (ordering.field().kind()) {
                case METRIC -> metricTerms(ordering, i, i == 0 ? numbers : Numbers.MIXED, joins, where, terms);
                case PARAMETER, TAG -> keyValueTerms(ordering, i, joins, terms);
                case ATTRIBUTE -> attributeTerms(ordering, i, terms);
                case DATASET -> throw new IllegalStateException("the parser lets nobody order by data sets");
            }
        }
        terms.add(SortTerm.number("r.start_time", true, "start"));
        terms.add(SortTerm.text("r.run_id", false, "id"));
        Paging paging = new Paging(terms);
        return new Page.Part(
                new SqlText("SELECT " + Run.COLUMNS + paging.columns() + " FROM tracking.run r")
                        .add(joins)
                        .add(" WHERE ")
                        .add(where),
                paging);
    }

    private void metricTerms(
            Ordering ordering, int i, Numbers numbers, SqlText joins, SqlText where, List<SortTerm> terms) {
        String value = "o" + i + ".indexed_value";
        joins.add(numbers == Numbers.ONLY ? " JOIN" : " LEFT JOIN")
                .add(
                        " tracking.latest_metric o" + i + " ON o" + i + ".run_no = r.no AND o" + i + ".key_id = ?",
                        metricKeys.apply(ordering.field().key()).orElse(0));
        String meaning = ordering.field().toString();
        if (numbers == Numbers.ONLY) {
            where.add(" AND ").add(inExperiments("o" + i)).add(" AND " + value + " <> 'NaN'");
            terms.add(SortTerm.constant(0, "place " + i));
            terms.add(SortTerm.floating(value, ordering.descending(), meaning));
            return;
        }
        if (numbers == Numbers.NONE) {
            where.add(" AND (" + value + " IS NULL OR " + value + " = 'NaN')");
        }
        terms.add(place("CASE WHEN " + value + " IS NULL THEN 2 WHEN " + value + " = 'NaN' THEN 1 ELSE 0 END", i));
        terms.add(SortTerm.floating(
                "CASE WHEN " + value + " IS NULL OR " + value + " = 'NaN' THEN 0 ELSE " + value + " END",
                ordering.descending(),
                meaning));
    }

    private static void keyValueTerms(Ordering ordering, int i, SqlText joins, List<SortTerm> terms) {
        String table = ordering.field().kind() == Field.Kind.TAG ? "run_tag" : "run_param";
        joins.add(
                " LEFT JOIN tracking." + table + " o" + i + " ON o" + i + ".owner = r.no AND o" + i + ".key = ?",
                ordering.field().key());
        terms.add(place("CASE WHEN o" + i + ".value IS NULL THEN 1 ELSE 0 END", i));
        terms.add(SortTerm.text(
                "coalesce(o" + i + ".value, '')",
                ordering.descending(),
                ordering.field().toString()));
    }

    private static void attributeTerms(Ordering ordering, int i, List<SortTerm> terms) {
        String column = column(ordering.field());
        String meaning = ordering.field().toString();
        if (column.equals("r.end_time")) {
            terms.add(place("CASE WHEN r.end_time IS NULL THEN 1 ELSE 0 END", i));
            terms.add(SortTerm.number("coalesce(r.end_time, 0)", ordering.descending(), meaning));
        } else if (GRAMMAR.attributes().get(ordering.field().key()).type() == Attribute.Type.NUMBER) {
            terms.add(SortTerm.number(column, ordering.descending(), meaning));
        } else {
            terms.add(SortTerm.text(column, ordering.descending(), meaning));
        }
    }

    private static SortTerm place(String expression, int i) {
        return SortTerm.number(expression, false, "place " + i);
    }

    private static String column(Field field) {
        return GRAMMAR.attributes().get(field.key()).column();
    }
}
