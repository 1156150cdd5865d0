package io.marquee.workhorse.feature.offline;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of a view's rows at rest: join keys, {@code event_timestamp}, {@value #CREATED}, fields; ordered by keys and time;
 * one row per key and time. Among several rows of one key and time the one created last counts, and one without a created
 * time before all others, as in Feast. That is settled when rows are written, once, instead of in every join.
 */
final class ViewRows {

    /** When a row was written, by whoever handed it in or by what the view's SQL says; missing where nobody does. */
    static final String CREATED = "created_timestamp";

    private ViewRows() {}

    /** Names of all columns in their order. */
    static List<String> columns(FeatureView view) {
        List<String> columns = new ArrayList<>();
        view.joinKeys().forEach(key -> columns.add(key.column()));
        columns.add("event_timestamp");
        columns.add(CREATED);
        view.fields().stream().map(FeatureField::name).forEach(columns::add);
        return columns;
    }

    /** A query that gives one row per key and time of a relation with these columns. */
    static String settled(FeatureView view, String relation) {
        return "SELECT " + String.join(", ", columns(view)) + " FROM " + relation
                + " QUALIFY row_number() OVER (PARTITION BY " + keys(view) + ", event_timestamp ORDER BY " + CREATED
                + " DESC NULLS LAST) = 1";
    }

    /** The join keys' columns, for ORDER BY and the like. */
    static String keys(FeatureView view) {
        return view.joinKeys().stream().map(JoinKey::column).collect(Collectors.joining(", "));
    }
}
