package io.marquee.workhorse.ingestion.imdb;

import static io.marquee.workhorse.ingestion.imdb.ImdbFolder.BASICS;
import static io.marquee.workhorse.ingestion.imdb.ImdbFolder.CREW;
import static io.marquee.workhorse.ingestion.imdb.ImdbFolder.NAMES;
import static io.marquee.workhorse.ingestion.imdb.ImdbFolder.PRINCIPALS;
import static io.marquee.workhorse.ingestion.imdb.ImdbFolder.RATINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.ingestion.source.SourceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImdbDatasetTest {

    @TempDir
    Path path;

    private ImdbFolder folder;

    @BeforeEach
    void folder() {
        folder = new ImdbFolder(path);
    }

    @Test
    void shouldJoinRatingsAndTakeFieldsAsTheyStand() throws IOException {
        // Given
        folder.gzip(
                "title.basics.tsv.gz",
                BASICS,
                "tt0114709|movie|Toy Story|Toy Story|0|1995|\\N|81|Adventure,Animation,Comedy",
                "tt0000001|short|Carmencita|Carmencita|0|1894|\\N|1|Documentary,Short",
                "tt0245429|movie|Spirited \"Away\"|千と千尋の神隠し|0|2001|\\N|124|Animation",
                "tt0000777|movie|\"Open quote|\\Not null|\\N|\\N|\\N|\\N|\\N",
                "tt12345678901|tvMovie|Long id|Long id|0|2031|\\N|90|Drama");
        folder.gzip(
                "title.ratings.tsv.gz",
                RATINGS,
                "tt12345678901|10.0|7",
                "tt0114709|8.3|1094132",
                "tt0000001|5.7|2100",
                "tt0245429|8|900000");

        // When
        List<String> records = folder.read(Map.of());

        // Then
        assertThat(records)
                .containsExactly(
                        "2: tt0114709|Toy Story|Toy Story|1995|81|[Adventure, Animation, Comedy]|false|8.3|1094132|-|-",
                        "4: tt0245429|Spirited \"Away\"|千と千尋の神隠し|2001|124|[Animation]|false|8.0|900000|-|-",
                        "5: tt0000777|\"Open quote|\\Not null|-|-|-|-|-|-|-|-",
                        "6: tt12345678901|Long id|Long id|2031|90|[Drama]|false|10.0|7|-|-");
    }

    @Test
    void shouldJoinTheFirstDirectorsAndActorsWhateverTheOrderOfTheRows() throws IOException {
        // Given
        titles();
        folder.gzip(
                "title.crew.tsv.gz",
                CREW,
                "tt0000002|nm0000009,nm0000005,nm0000001,nm0000002,nm0000003|\\N",
                "tt0000001|nm0000001|nm0000002",
                "tt0000003|nm0000004|\\N",
                "tt0000099|nm0000004|\\N");
        folder.gzip(
                "title.principals.tsv.gz",
                PRINCIPALS,
                "tt0000001|4|nm0000005|actress|\\N|[\"A \\\"quoted\\\" part\"]",
                "tt0000001|1|nm0000003|actor|\\N|\\N",
                "tt0000001|2|nm0000001|director|\\N|\\N",
                "tt0000001|3|nm0000002|actor|\\N|\\N",
                "tt0000001|5|nm0000006|actor|\\N|\\N",
                "tt0000002|1|nm0000404|actor|\\N|\\N",
                "tt0000002|2|nm0000006|actor|\\N|\\N",
                "tt0000099|1|nm0000006|actor|\\N|\\N");
        folder.gzip(
                "name.basics.tsv.gz",
                NAMES,
                "nm0000006|Sixth|\\N|\\N|\\N|\\N",
                "nm0000001|Anne Director|1950|\\N|director|tt0000001",
                "nm0000002|Second|\\N|\\N|\\N|\\N",
                "nm0000003|Third \"Quote\"|\\N|\\N|\\N|\\N",
                "nm0000004|\\N|\\N|\\N|\\N|\\N",
                "nm0000005|Fünfte|\\N|\\N|\\N|\\N");

        // When
        List<String> records = folder.read(Map.of("max_actors", 3));
        List<String> without = folder.read(Map.of("people", false));

        // Then
        assertThat(records)
                .containsExactly(
                        "2: tt0000001|One|One|1990|90|[Drama]|false|5.0|10|Anne Director|[Third \"Quote\", Second, Fünfte]",
                        "3: tt0000002|Two|Two|2000|90|[Drama]|false|-|-|Fünfte, Anne Director|[Sixth]",
                        "4: tt0000003|Three|Three|2010|-|[Drama]|false|7.5|200|-|-",
                        "title.basics.tsv.gz 5: has 1 field, the header has 9");
        assertThat(without.getFirst()).isEqualTo("2: tt0000001|One|One|1990|90|[Drama]|false|5.0|10|-|-");
    }

    @Test
    void shouldFilterByTypeYearVotesAdultAndWhatIsKnown() throws IOException {
        // Given
        folder.plain(
                "title.basics.tsv",
                BASICS,
                "tt0000001|movie|One|One|0|1990|\\N|90|Drama",
                "tt0000002|movie|Two|Two|0|2000|\\N|90|Drama",
                "tt0000003|tvSeries|Three|Three|0|2000|2003|90|Drama",
                "tt0000004|movie|Four|Four|1|2000|\\N|90|Drama",
                "tt0000005|movie|Five|Five|0|\\N|\\N|90|Drama");
        folder.plain("title.ratings.tsv", RATINGS, "tt0000001|5.0|10", "tt0000002|6.0|11", "tt0000005|6.0|9");
        IdTable known = new IdTable();
        known.add(5);
        known.add(1);

        // When / Then
        assertThat(lines(Map.of())).containsExactly(2, 3, 6);
        assertThat(lines(Map.of("types", List.of("tvSeries", "movie")))).containsExactly(2, 3, 4, 6);
        assertThat(lines(Map.of("types", "tvSeries"))).containsExactly(4);
        assertThat(lines(Map.of("adult", true))).containsExactly(2, 3, 5, 6);
        assertThat(lines(Map.of("year_from", 1990, "year_to", "1999"))).containsExactly(2);
        assertThat(lines(Map.of("year_from", 2000))).containsExactly(3);
        assertThat(lines(Map.of("min_votes", 10))).containsExactly(2, 3);
        assertThat(lines(ImdbFolder.read(folder.open(Map.of("only_known", true), known))))
                .containsExactly(2, 6);
    }

    @Test
    void shouldDeliverWhatCannotBeJudgedAndPassOverWhatIsNotWantedAnyway() throws IOException {
        // Given
        folder.gzip(
                "title.basics.tsv.gz",
                BASICS,
                "tt0000001|movie|One|One|0|1990|\\N|90",
                "tt0000002|tvEpisode|short line",
                "no tabs at all",
                "",
                "tt0000003|movie|Three|Three|0|1990|\\N|90|Drama|more",
                "0000004|movie|Four|Four|0|1990|\\N|90|Drama",
                "tt0000005|movie|Five|Five|2020|Reality-TV|x|soon|Drama",
                "tt0000006|movie|Six|Six|0|1990|\\N|90|Drama");
        folder.gzip(
                "title.ratings.tsv.gz",
                RATINGS,
                "tt0000006|9.9|1",
                "tt0000006|9.8|1",
                "0000001|9.9|1",
                "tt0000002|11.0|1",
                "tt0000002|5.55|1",
                "tt0000002|5.5|1.0",
                "tt0000002|5.5");

        // When
        List<String> records = folder.read(Map.of("year_from", 1990, "min_votes", 1));

        // Then
        assertThat(records)
                .containsExactly(
                        "title.ratings.tsv.gz 3: repeats the rating of tt0000006",
                        "title.ratings.tsv.gz 4: must have a tconst like tt0114709, got: 0000001",
                        "title.ratings.tsv.gz 5: must have an averageRating between 0.0 and 10.0, got: 11.0",
                        "title.ratings.tsv.gz 6: must have an averageRating between 0.0 and 10.0, got: 5.55",
                        "title.ratings.tsv.gz 7: must have a whole number of numVotes, got: 1.0",
                        "title.ratings.tsv.gz 8: has 2 fields, the header has 3",
                        "title.basics.tsv.gz 2: has 8 fields, the header has 9",
                        "title.basics.tsv.gz 4: has 1 field, the header has 9",
                        "title.basics.tsv.gz 6: has more than 9 fields, the header has 9",
                        "7: 0000004|Four|Four|1990|90|[Drama]|false|-|-|-|-",
                        "9: tt0000006|Six|Six|1990|90|[Drama]|false|9.9|1|-|-");
        assertThat(folder.read(Map.of())).contains("8: tt0000005|Five|Five|Reality-TV|soon|[Drama]|2020|-|-|-|-");
    }

    @Test
    void shouldReadTheSameTwiceAndTheTitlesAlone() throws IOException {
        // Given
        titles();
        folder.gzip("title.crew.tsv.gz", CREW, "tt0000001|nm0000001|\\N", "tt0000002|x");
        folder.gzip("name.basics.tsv.gz", NAMES, "nm0000001|Anne|\\N|\\N|\\N|\\N");
        ImdbDataset dataset = folder.open(Map.of());

        // When
        List<String> first = ImdbFolder.read(dataset);
        List<String> second = ImdbFolder.read(dataset);
        SourceTable alone = dataset.tables().getLast();

        // Then
        assertThat(first).hasSize(5).isEqualTo(second);
        assertThat(first)
                .startsWith("title.crew.tsv.gz 3: has 2 fields, the header has 3")
                .endsWith("title.basics.tsv.gz 5: has 1 field, the header has 9");
        assertThat(first.get(1)).contains("|5.0|10|Anne|");
        try (var reader = alone.open()) {
            assertThat(reader.next()).isNotNull().satisfies(row -> assertThat(row.value(9))
                    .isEqualTo("Anne"));
        }
        assertThat(dataset.tables())
                .extracting(SourceTable::name)
                .containsExactly(
                        "title.ratings.tsv.gz",
                        "title.basics.tsv.gz (first pass)",
                        "title.crew.tsv.gz",
                        "name.basics.tsv.gz",
                        "title.basics.tsv.gz");
    }

    @Test
    void shouldRefuseWhatIsMissingOrNotKnownByName() throws IOException {
        // Given
        folder.gzip("title.basics.tsv.gz", "tconst\ttitleType\n");

        // When / Then
        assertThatThrownBy(() -> folder.open(Map.of())).hasMessageContaining("must hold title.ratings.tsv.gz");
        folder.gzip("title.ratings.tsv.gz", RATINGS);
        assertThatThrownBy(() -> folder.read(Map.of()))
                .hasMessage("title.basics.tsv.gz: column 'primaryTitle' is missing, the header is: tconst,titleType");
        assertThatThrownBy(() -> ImdbOptions.of(Map.of("types", List.of("movies"))))
                .hasMessageContaining("got: movies");
        assertThatThrownBy(() -> ImdbOptions.of(Map.of("year_from", 2001, "year_to", 2000)))
                .hasMessageContaining("must not be before year_from 2001, got: 2000");
        assertThatThrownBy(() -> ImdbOptions.of(Map.of("adult", "yes"))).hasMessageContaining("must be true or false");
        assertThatThrownBy(() -> ImdbOptions.of(Map.of("min_votes", 1.5))).hasMessageContaining("got: 1.5");
    }

    @Test
    void shouldSayThatNoTitleIsThereTwiceOnlyWhenTheOrderProvesIt() throws IOException {
        // Given
        String first = "tt1000000|movie|One|One|0|1990|\\N|90|Drama";
        String second = "tt10000000|movie|Two|Two|0|2000|\\N|90|Drama";
        String third = "tt1000001|movie|Three|Three|0|2000|\\N|90|Drama";
        folder.gzip("title.ratings.tsv.gz", RATINGS);

        // When / Then
        folder.gzip("title.basics.tsv.gz", BASICS, first, second, "tt1|movie", third);
        assertThat(ImdbFolder.keysAreUnique(folder.open(Map.of()))).isTrue();
        folder.gzip("title.basics.tsv.gz", BASICS, first, second, second, third);
        assertThat(ImdbFolder.keysAreUnique(folder.open(Map.of()))).isFalse();
        folder.gzip("title.basics.tsv.gz", BASICS, second, first);
        assertThat(ImdbFolder.keysAreUnique(folder.open(Map.of()))).isFalse();
    }

    @Test
    void shouldRefuseToJoinPeopleOfMoreTitlesThanFit() {
        // Given
        TitlePeople people = new TitlePeople(5, 2);
        people.want(1);
        people.want(2);
        people.want(2);

        // When / Then
        assertThatThrownBy(() -> people.want(3)).hasMessageContaining("more than 2 titles are wanted");
    }

    private void titles() throws IOException {
        folder.gzip(
                "title.basics.tsv.gz",
                BASICS,
                "tt0000001|movie|One|One|0|1990|\\N|90|Drama",
                "tt0000002|movie|Two|Two|0|2000|\\N|90|Drama",
                "tt0000003|movie|Three|Three|0|2010|\\N|\\N|Drama",
                "?");
        folder.gzip("title.ratings.tsv.gz", RATINGS, "tt0000001|5.0|10", "tt0000003|7.5|200");
    }

    private List<Integer> lines(Map<String, Object> options) throws IOException {
        return lines(folder.read(options));
    }

    private static List<Integer> lines(List<String> records) {
        return records.stream()
                .map(row -> Integer.parseInt(row.substring(0, row.indexOf(':'))))
                .toList();
    }
}
