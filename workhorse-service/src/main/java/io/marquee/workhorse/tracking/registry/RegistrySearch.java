package io.marquee.workhorse.tracking.registry;

import io.marquee.workhorse.tracking.registry.RegistryMessages.ModelMessage;
import io.marquee.workhorse.tracking.registry.RegistryMessages.VersionMessage;
import io.marquee.workhorse.tracking.search.Attribute;
import io.marquee.workhorse.tracking.search.Comparison;
import io.marquee.workhorse.tracking.search.Field;
import io.marquee.workhorse.tracking.search.Operator;
import io.marquee.workhorse.tracking.search.Ordering;
import io.marquee.workhorse.tracking.search.Page;
import io.marquee.workhorse.tracking.search.Paging;
import io.marquee.workhorse.tracking.search.SearchGrammar;
import io.marquee.workhorse.tracking.search.SearchParser;
import io.marquee.workhorse.tracking.search.SearchSql;
import io.marquee.workhorse.tracking.search.SortTerm;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.store.SqlText;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds registered models and versions. */
@ApplicationScoped
public class RegistrySearch {

    private static final Map<String, Field.Kind> PREFIXES =
            Map.of("attribute", Field.Kind.ATTRIBUTE, "tag", Field.Kind.TAG, "tags", Field.Kind.TAG);

    static final SearchGrammar MODELS = new SearchGrammar(
            PREFIXES,
            Map.of(
                    "name", Attribute.text("m.name"),
                    "creation_timestamp", Attribute.number("m.creation_time").withOperators(Set.of()),
                    "last_updated_timestamp",
                            Attribute.number("m.last_update_time").withOperators(Set.of()),
                    // An old name that clients still order by.
                    "timestamp", Attribute.number("m.last_update_time").withOperators(Set.of())));

    static final SearchGrammar VERSIONS = new SearchGrammar(
            PREFIXES,
            Map.of(
                    "name", Attribute.text("m.name"),
                    "version_number", Attribute.number("v.version"),
                    "run_id",
                            Attribute.text("v.run_id")
                                    .withOperators(Set.of(
                                            Operator.EQUAL,
                                            Operator.NOT_EQUAL,
                                            Operator.LIKE,
                                            Operator.ILIKE,
                                            Operator.IN))
                                    .notOrderable(),
                    "source_path", Attribute.text("v.source").notOrderable(),
                    "creation_timestamp", Attribute.number("v.creation_time").withOperators(Set.of()),
                    "last_updated_timestamp",
                            Attribute.number("v.last_update_time").withOperators(Set.of())));

    private record NamedVersion(ModelVersionRow version, String model) {}

    private final Sql sql;
    private final RegistryReader reader;

    RegistrySearch(Sql sql, RegistryReader reader) {
        this.sql = sql;
        this.reader = reader;
    }

    /** One page of the models that the filter selects, by name unless said otherwise. */
    @Transactional
    public Page<ModelMessage> models(@Nullable String filter, List<String> orderBy, int size, @Nullable String token) {
        List<Comparison> comparisons = SearchParser.filter(filter, MODELS);
        List<SortTerm> terms = terms(MODELS, SearchParser.orderBy(orderBy, MODELS));
        terms.add(SortTerm.text("m.name", false, "tie"));
        Paging paging = new Paging(terms);
        SqlText select = new SqlText("SELECT " + RegisteredModel.COLUMNS + paging.columns()
                + " FROM tracking.registered_model m WHERE TRUE");
        comparisons.forEach(comparison ->
                select.add(" AND ").add(condition(MODELS, "tracking.registered_model_tag", "m.no", comparison)));
        Page<RegisteredModel> page = Page.of(sql, RegisteredModel::read, select, paging, token, size);
        return new Page<>(reader.readModels(page.items()), page.nextToken());
    }

    /** One page of the versions that the filter selects, those that changed last first unless said otherwise. */
    @Transactional
    public Page<VersionMessage> versions(
            @Nullable String filter, List<String> orderBy, int size, @Nullable String token) {
        List<Comparison> comparisons = SearchParser.filter(filter, VERSIONS);
        List<SortTerm> terms = terms(VERSIONS, SearchParser.orderBy(orderBy, VERSIONS));
        if (terms.isEmpty()) {
            terms.add(SortTerm.number("v.last_update_time", true, "last_updated_timestamp"));
        }
        terms.add(SortTerm.text("m.name", false, "tie"));
        terms.add(SortTerm.number("v.version", true, "tie"));
        Paging paging = new Paging(terms);
        SqlText select = new SqlText("SELECT m.name, " + ModelVersionRow.COLUMNS + paging.columns()
                + " FROM tracking.model_version v JOIN tracking.registered_model m ON m.no = v.model_no WHERE TRUE");
        comparisons.forEach(comparison ->
                select.add(" AND ").add(condition(VERSIONS, "tracking.model_version_tag", "v.no", comparison)));
        Page<NamedVersion> page = Page.of(
                sql,
                row -> new NamedVersion(ModelVersionRow.read(row), row.getString("name")),
                select,
                paging,
                token,
                size);
        Map<Long, String> names = new HashMap<>();
        page.items().forEach(item -> names.put(item.version().modelNo, item.model()));
        return new Page<>(
                reader.readVersions(
                        page.items().stream().map(NamedVersion::version).toList(), names),
                page.nextToken());
    }

    private static SqlText condition(SearchGrammar grammar, String tags, String owner, Comparison comparison) {
        return comparison.field().kind() == Field.Kind.TAG
                ? SearchSql.keyValue(tags, owner, comparison)
                : SearchSql.compare(
                        grammar.attributes().get(comparison.field().key()).column(),
                        comparison.operator(),
                        comparison.operand());
    }

    private static List<SortTerm> terms(SearchGrammar grammar, List<Ordering> orderings) {
        List<SortTerm> terms = new ArrayList<>();
        for (Ordering ordering : orderings) {
            String key = ordering.field().key();
            if (ordering.field().kind() != Field.Kind.ATTRIBUTE) {
                throw MlflowException.invalid("Invalid order_by entity: " + key);
            }
            Attribute attribute = grammar.attributes().get(key);
            terms.add(
                    attribute.type() == Attribute.Type.TEXT
                            ? SortTerm.text(attribute.column(), ordering.descending(), key)
                            : SortTerm.number(attribute.column(), ordering.descending(), key));
        }
        return terms;
    }
}
