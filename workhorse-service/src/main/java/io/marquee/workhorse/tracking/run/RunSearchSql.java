package io.marquee.workhorse.tracking.run;

import io.marquee.workhorse.tracking.search.Attribute;
import io.marquee.workhorse.tracking.search.Comparison;
import io.marquee.workhorse.tracking.search.Field;
import io.marquee.workhorse.tracking.search.Operand;
import io.marquee.workhorse.tracking.search.Operator;
import io.marquee.workhorse.tracking.search.Ordering;
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
            case TAG -> SearchSql.keyValue("tracking.run_tag", "r.no", comparison);
            case PARAMETER -> SearchSql.keyValue("tracking.run_param", "r.no", comparison);
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
                        " AND m.value " + comparison.operator().symbol() + " ?",
                        number.value().doubleValue());
        if (comparison.operator() != Operator.NOT_EQUAL) {
            sql.add(" AND m.value <> 'NaN'");
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
     * The order, total: what was asked for, then the later start, then the id. Runs without a value come last, behind those
     * whose metric is NaN, in both directions.
     *
     * @param joins takes the joins that the order needs
     */
    Paging order(List<Ordering> orderings, SqlText joins) {
        List<SortTerm> terms = new ArrayList<>();
        for (int i = 0; i < orderings.size(); i++) {
            Ordering ordering = orderings.get(i);
            String value = "o" + i + ".value";
            switch (ordering.field().kind()) {
                case METRIC -> {
                    joins.add(
                            " LEFT JOIN tracking.latest_metric o" + i + " ON o" + i + ".run_no = r.no AND o" + i
                                    + ".key_id = ?",
                            metricKeys.apply(ordering.field().key()).orElse(0));
                    terms.add(place(
                            "CASE WHEN " + value + " IS NULL THEN 2 WHEN " + value + " = 'NaN' THEN 1 ELSE 0 END", i));
                    terms.add(new SortTerm(
                            "CASE WHEN " + value + " IS NULL OR " + value + " = 'NaN' THEN 0 ELSE " + value + " END",
                            SortTerm.Type.DOUBLE,
                            ordering.descending(),
                            ordering.field().toString()));
                }
                case PARAMETER, TAG -> {
                    String table = ordering.field().kind() == Field.Kind.TAG ? "run_tag" : "run_param";
                    joins.add(
                            " LEFT JOIN tracking." + table + " o" + i + " ON o" + i + ".owner = r.no AND o" + i
                                    + ".key = ?",
                            ordering.field().key());
                    terms.add(place("CASE WHEN " + value + " IS NULL THEN 1 ELSE 0 END", i));
                    terms.add(SortTerm.text(
                            "coalesce(" + value + ", '')",
                            ordering.descending(),
                            ordering.field().toString()));
                }
                case ATTRIBUTE -> attributeTerms(ordering, i, terms);
                case DATASET -> throw new IllegalStateException("the parser lets nobody order by data sets");
            }
        }
        terms.add(SortTerm.number("r.start_time", true, "start"));
        terms.add(SortTerm.text("r.run_id", false, "id"));
        return new Paging(terms);
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
