package io.marquee.workhorse.tracking.experiment;

import io.marquee.workhorse.tracking.experiment.ExperimentMessages.ExperimentMessage;
import io.marquee.workhorse.tracking.search.Attribute;
import io.marquee.workhorse.tracking.search.Comparison;
import io.marquee.workhorse.tracking.search.Field;
import io.marquee.workhorse.tracking.search.Ordering;
import io.marquee.workhorse.tracking.search.Page;
import io.marquee.workhorse.tracking.search.Paging;
import io.marquee.workhorse.tracking.search.SearchGrammar;
import io.marquee.workhorse.tracking.search.SearchParser;
import io.marquee.workhorse.tracking.search.SearchSql;
import io.marquee.workhorse.tracking.search.SortTerm;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.SqlText;
import io.marquee.workhorse.tracking.store.Tags;
import io.marquee.workhorse.tracking.store.ViewType;
import io.marquee.workhorse.tracking.wire.KeyValue;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds experiments by name, times and tags. */
@ApplicationScoped
public class ExperimentSearch {

    static final SearchGrammar GRAMMAR = new SearchGrammar(
            Map.of("attribute", Field.Kind.ATTRIBUTE, "tag", Field.Kind.TAG, "tags", Field.Kind.TAG),
            Map.of(
                    "name", Attribute.text("e.name"),
                    "creation_time", Attribute.number("e.creation_time"),
                    "last_update_time", Attribute.number("e.last_update_time"),
                    "experiment_id", Attribute.number("e.id").withOperators(Set.of())));

    private final Sql sql;
    private final Tags tags;

    ExperimentSearch(Sql sql) {
        this.sql = sql;
        this.tags = new Tags(sql, "tracking.experiment_tag");
    }

    /** One page of what the filter selects; without an order the newest come first. */
    @Transactional
    public Page<ExperimentMessage> find(
            @Nullable String filter, List<String> orderBy, ViewType view, int size, @Nullable String token) {
        List<Comparison> comparisons = SearchParser.filter(filter, GRAMMAR);
        Paging paging = new Paging(terms(SearchParser.orderBy(orderBy, GRAMMAR)));
        SqlText select = new SqlText(
                "SELECT e.id, e.name, e.artifact_location, e.lifecycle, e.creation_time, e.last_update_time"
                        + paging.columns() + " FROM tracking.experiment e WHERE e.lifecycle = ANY(?)",
                (Object) view.names());
        for (Comparison comparison : comparisons) {
            select.add(" AND ").add(condition(comparison));
        }
        Page<Experiment> page = Page.of(sql, ExperimentSearch::read, select, paging, token, size);
        Map<Long, List<KeyValue>> found = tags.ofAll(
                page.items().stream().map(experiment -> experiment.id).toList());
        return new Page<>(
                page.items().stream()
                        .map(experiment ->
                                ExperimentMessage.of(experiment, found.getOrDefault(experiment.id, List.of())))
                        .toList(),
                page.nextToken());
    }

    private static SqlText condition(Comparison comparison) {
        return comparison.field().kind() == Field.Kind.TAG
                ? SearchSql.keyValue("tracking.experiment_tag", "e.id", comparison)
                : SearchSql.compare(
                        GRAMMAR.attributes().get(comparison.field().key()).column(),
                        comparison.operator(),
                        comparison.operand());
    }

    private static List<SortTerm> terms(List<Ordering> orderings) {
        List<SortTerm> terms = new ArrayList<>();
        for (Ordering ordering : orderings) {
            String key = ordering.field().key();
            if (ordering.field().kind() != Field.Kind.ATTRIBUTE) {
                throw MlflowException.invalid("Invalid order_by entity: " + key);
            }
            Attribute attribute = GRAMMAR.attributes().get(key);
            terms.add(
                    attribute.type() == Attribute.Type.TEXT
                            ? SortTerm.text(attribute.column(), ordering.descending(), key)
                            : SortTerm.number(attribute.column(), ordering.descending(), key));
        }
        if (terms.isEmpty()) {
            terms.add(SortTerm.number("e.creation_time", true, "creation_time"));
        }
        terms.add(SortTerm.number("e.id", true, "tie"));
        return terms;
    }

    private static Experiment read(ResultSet row) throws SQLException {
        Experiment experiment = new Experiment();
        experiment.id = row.getLong("id");
        experiment.name = row.getString("name");
        experiment.artifactLocation = row.getString("artifact_location");
        experiment.lifecycle = row.getString("lifecycle");
        experiment.creationTime = row.getLong("creation_time");
        experiment.lastUpdateTime = row.getLong("last_update_time");
        return experiment;
    }
}
