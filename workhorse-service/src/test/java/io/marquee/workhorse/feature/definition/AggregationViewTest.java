package io.marquee.workhorse.feature.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.FeatureField;
import io.marquee.contract.feature.JoinKey;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.platform.yaml.DefinitionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregationViewTest {

    private static final String ENTITIES = """
            entities:
              - {name: user, join_key: user_id, type: INT64, description: A user.}
              - {name: device, join_key: device, type: STRING, description: A device.}
              - {name: genre, join_key: genre, type: STRING, description: A genre.}
            """;

    private static final String SOURCES = """
            sources:
              - name: interactions
                type: stream
                topic: what-happens
                table: catalog.interaction_events
                timestamp_field: occurred_at
                columns:
                  {event_id: STRING, user_id: INT64, movie_id: INT64, device: STRING, kind: STRING, rating: DOUBLE,
                   liked: BOOL, occurred_at: UNIX_TIMESTAMP}
                description: Events.
                owner: data
              - {name: ratings, type: table, table: catalog.ratings, description: Ratings., owner: data}
              - {name: handed_in, type: push, batch_source: interactions, description: Rows., owner: data}
            """;

    private static final String VIEW = """
            view: activity
            version: 1
            entities: [user, device]
            source: interactions
            hop: 5m
            ttl: 30d
            online_ttl: forever
            push_source: handed_in
            description: What happens.
            owner: data
            aggregations:
              - {name: clicks, function: count, where: {kind: click}, window: 1h, min: 0, description: Clicks.}
              - {name: best, function: max, column: rating, where: {kind: [rating, like]}, description: Best.}
              - {name: recent, function: last_distinct, column: movie_id, limit: 3, window: 1d, description: Recent.}
              - {name: total, function: sum, column: movie_id, description: Total.}
              - {name: spread, function: stddev, column: rating, description: Spread.}
              - {name: last_kind, function: latest, column: kind, description: Last.}
            """;

    @Test
    void shouldReadAggregationsWithTheFeaturesThatFollowFromThem() {
        // When
        ViewDefinition view = read(VIEW);

        // Then
        assertThat(view.joinKeys())
                .containsExactly(
                        new JoinKey("user", "user_id", ValueType.INT64),
                        new JoinKey("device", "device", ValueType.STRING));
        assertThat(view.sources()).containsExactly("interactions");
        assertThat(view.pushSource()).isEqualTo("handed_in");
        assertThat(view.onlineTtl()).isZero();
        assertThat(view.view().fields())
                .containsExactly(
                        new FeatureField("clicks", ValueType.INT64, "Clicks.", 0.0, null),
                        new FeatureField("best", ValueType.DOUBLE, "Best.", null, null),
                        new FeatureField("recent", ValueType.INT64_LIST, "Recent.", null, null),
                        new FeatureField("total", ValueType.INT64, "Total.", null, null),
                        new FeatureField("spread", ValueType.DOUBLE, "Spread.", null, null),
                        new FeatureField("last_kind", ValueType.STRING, "Last.", null, null));
        assertThat(view.view().sql()).isEqualTo("6 aggregates by user_id, device");
        assertThat(view.computation()).isInstanceOfSatisfying(Computation.Aggregations.class, computation -> {
            assertThat(computation.source()).isEqualTo("interactions");
            assertThat(computation.hop()).isEqualTo(Duration.ofMinutes(5));
            assertThat(computation.aggregations().subList(0, 3))
                    .containsExactly(
                            new Aggregation(
                                    "clicks",
                                    Aggregation.Function.COUNT,
                                    null,
                                    null,
                                    Map.of("kind", List.of("click")),
                                    Duration.ofHours(1),
                                    null,
                                    "Clicks."),
                            new Aggregation(
                                    "best",
                                    Aggregation.Function.MAX,
                                    "rating",
                                    ValueType.DOUBLE,
                                    Map.of("kind", List.of("rating", "like")),
                                    null,
                                    null,
                                    "Best."),
                            new Aggregation(
                                    "recent",
                                    Aggregation.Function.LAST_DISTINCT,
                                    "movie_id",
                                    ValueType.INT64,
                                    Map.of(),
                                    Duration.ofDays(1),
                                    3,
                                    "Recent."));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "window: 1h|window: 7m|12: a window must be a multiple of the hop, which is 300s, got: 420s",
                "window: 1h|window: 0s|12: a window must be a multiple of the hop, which is 300s, got: 0s",
                "hop: 5m|hop: 0m|5: a hop must be longer than nothing",
                "hop: 5m|tags: {a: b}|12: a window needs the view to have a 'hop'",
                "function: count|function: median|12: function 'median' is not one of [count, sum, mean, min, max, stddev, latest, last_distinct]",
                "function: count|function: count, column: rating|12: a count has no column, got: rating",
                "'max, column: rating'|max|13: a max needs a column",
                "'max, column: rating'|'max, column: stars'|13: source 'interactions' has no column 'stars'",
                "'max, column: rating'|'max, column: kind'|13: a max cannot be made of column 'kind', which is STRING",
                "'sum, column: movie_id'|'sum, column: liked'|15: a sum cannot be made of column 'liked', which is BOOL",
                "{kind: click}|{sort: click}|12: source 'interactions' has no column 'sort'",
                "{kind: click}|{movie_id: click}|12: only text can be compared, and column 'movie_id' is INT64",
                "'limit: 3, '|''|14: last_distinct needs a limit",
                "'limit: 3'|'limit: 1001'|14: limit must be from 1 to 1000, got: 1001",
                "window: 1h|limit: 2|12: a count has no limit",
                "name: best|name: clicks|13: feature 'clicks' is there twice",
                "name: best|name: device|13: 'device' is a column that every row has, not a feature",
                "name: recent|name: event_timestamp|14: 'event_timestamp' is a column that every row has, not a feature",
                "'description: Last.'|'min: 1, description: Last.'|17: only numbers have a range, not STRING",
                "source: interactions|source: ratings|4: aggregations are of a stream, and source 'ratings' is a table",
                "source: interactions|source: nothing|4: source 'nothing' is not in sources.yaml",
                "[user, device]|[genre]|3: source 'interactions' must have the join key 'genre' as STRING, it has no such column",
                "source: interactions|sql: SELECT 1|4: 'sql' is not known here, only view, version, entities, description, owner, ttl, online_ttl, tags, offline, push_source, source, hop, aggregations",
                "handed_in|somewhere|8: source 'somewhere' is not in sources.yaml",
            })
    void shouldNameFileLineAndReasonOfWhatIsWrong(String right, String wrong, String message) {
        // Given
        String view = VIEW.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));

        // When / Then
        assertThatThrownBy(() -> read(view))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("activity.yaml:" + message);
    }

    @Test
    void shouldRefuseAViewWhoseAggregatesCannotBeComputed() {
        assertThatThrownBy(() -> DefinitionReader.read(files(VIEW), AggregationSql.NONE))
                .hasMessage("activity.yaml:1: aggregations are not computed here");
    }

    private static ViewDefinition read(String view) {
        return DefinitionReader.read(
                        files(view),
                        (joinKeys, aggregations) -> aggregations.aggregations().size() + " aggregates by "
                                + String.join(
                                        ", ",
                                        joinKeys.stream().map(JoinKey::column).toList()))
                .view("activity");
    }

    private static DefinitionFiles files(String view) {
        return new DefinitionFiles(Map.of("entities.yaml", ENTITIES, "sources.yaml", SOURCES, "activity.yaml", view));
    }
}
