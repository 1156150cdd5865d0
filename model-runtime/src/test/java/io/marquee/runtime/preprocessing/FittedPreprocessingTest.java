package io.marquee.runtime.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.contract.feature.FeatureReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FittedPreprocessingTest {

    private final FittedPreprocessing preprocessing = new FittedPreprocessing(List.of(
            new FittedColumn.Numeric(feature("year")),
            new FittedColumn.Ordinal(feature("director"), Vocabulary.of(List.of("Mann", "Lynch", "Mann")), Float.NaN),
            new FittedColumn.OneHot(feature("main_genre"), new Vocabulary(List.of("Drama", "Comedy"))),
            new FittedColumn.MultiHot(feature("genres"), new Vocabulary(List.of("Drama", "Comedy", "War")))));

    @Test
    void shouldMakeOneInputPerNumberAndWord() {
        // Given
        Map<String, Object> row = Map.of(
                "movie_metadata__year",
                1995L,
                "movie_metadata__director",
                "Mann",
                "movie_metadata__main_genre",
                "Comedy",
                "movie_metadata__genres",
                List.of("War", "Drama", "Musical"));

        // When
        float[] inputs = preprocessing.transform(row::get);

        // Then
        assertThat(inputs).containsExactly(1995, 1, 0, 1, 1, 0, 1);
        assertThat(preprocessing.width()).isEqualTo(7);
        assertThat(preprocessing.outputs())
                .containsExactly(
                        "movie_metadata__year",
                        "movie_metadata__director",
                        "movie_metadata__main_genre=Drama",
                        "movie_metadata__main_genre=Comedy",
                        "movie_metadata__genres=Drama",
                        "movie_metadata__genres=Comedy",
                        "movie_metadata__genres=War");
    }

    @Test
    void shouldMakeEveryInputMissingWhenTheFeatureIs() {
        // When
        float[] inputs = preprocessing.transform(name -> null);

        // Then
        assertThat(inputs).hasSize(7).containsOnly(Float.NaN);
    }

    @Test
    void shouldHandleUnknownCategoriesAsFitted() {
        // Given
        Map<String, Object> row = new HashMap<>();
        row.put("movie_metadata__director", "Nobody");
        row.put("movie_metadata__main_genre", "Western");
        row.put("movie_metadata__genres", List.of());
        FittedPreprocessing marked = new FittedPreprocessing(
                List.of(new FittedColumn.Ordinal(feature("director"), Vocabulary.of(List.of("Mann")), -1)));

        // When
        float[] inputs = preprocessing.transform(row::get);

        // Then
        assertThat(inputs).containsExactly(Float.NaN, Float.NaN, 0, 0, 0, 0, 0);
        assertThat(marked.transform(row::get)).containsExactly(-1);
    }

    @Test
    void shouldReadBackWhatItWrote() throws Exception {
        // When
        FittedPreprocessing read = FittedPreprocessing.fromJson(preprocessing.toJson());

        // Then
        assertThat(read.columns()).isEqualTo(preprocessing.columns());
        assertThat(new String(preprocessing.toJson(), StandardCharsets.UTF_8))
                .contains("\"kind\" : \"multi_hot\"")
                .contains("\"movie_metadata:genres\"")
                .contains("\"unknown_value\" : \"NaN\"");
    }

    @Test
    void shouldNameFeatureAndValueWhenTheTypeIsWrong() {
        assertThatThrownBy(() -> preprocessing.transform(Map.of("movie_metadata__year", "soon")::get))
                .hasMessage("feature 'movie_metadata:year' must be a number, got: 'soon'");
        assertThatThrownBy(() -> preprocessing.transform(Map.of("movie_metadata__director", 7)::get))
                .hasMessage("feature 'movie_metadata:director' must be text, got: '7'");
        assertThatThrownBy(
                        () -> preprocessing.transform(Map.of("movie_metadata__genres", Arrays.asList("War", 3))::get))
                .hasMessage("feature 'movie_metadata:genres' must be a list of text, got: '[War, 3]'");
    }

    @Test
    void shouldRefuseJsonThatIsNoPreprocessing() {
        assertThatThrownBy(() -> read("{\"version\":2,\"columns\":[]}"))
                .isInstanceOf(IOException.class)
                .hasMessage("has format version 2; this program reads version 1");
        assertThatThrownBy(() -> read("{\"version\":1}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("{\"version\":1,\"columns\":[{\"kind\":\"magic\"}]}"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("{\"version\":1,\"columns\":[{\"kind\":\"one_hot\",\"feature\":\"a:b\","
                        + "\"vocabulary\":[\"x\",\"x\"]}]}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("vocabulary has 'x' twice");
    }

    private static FittedPreprocessing read(String json) throws IOException {
        return FittedPreprocessing.fromJson(json.getBytes(StandardCharsets.UTF_8));
    }

    private static FeatureReference feature(String name) {
        return new FeatureReference("movie_metadata", name);
    }
}
