package io.marquee.workhorse.ingestion.movielens;

import io.marquee.workhorse.ingestion.IngestionConfig;
import io.marquee.workhorse.ingestion.csv.CsvFolderDataset;
import io.marquee.workhorse.ingestion.csv.CsvSourceTable;
import io.marquee.workhorse.ingestion.csv.CsvSourceTable.Field;
import io.marquee.workhorse.ingestion.source.DatasetOpener;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceFolder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * A MovieLens release: {@code movies.csv}, {@code ratings.csv} and, if there, {@code links.csv}. As its README describes
 * them, the year stands at the end of the title, IMDb ids have no {@code tt}, and a movie without genres says
 * {@code (no genres listed)}.
 */
@ApplicationScoped
public class MovieLensOpener implements DatasetOpener {

    private static final List<String> MOVIE_COLUMNS = List.of("movieId", "title", "genres");
    private static final List<String> LINK_COLUMNS = List.of("movieId", "imdbId", "tmdbId");
    private static final List<String> RATING_COLUMNS = List.of("userId", "movieId", "rating", "timestamp");

    private final IngestionConfig config;

    MovieLensOpener(IngestionConfig config) {
        this.config = config;
    }

    @Override
    public String kind() {
        return "movielens";
    }

    @Override
    public SourceDataset open(IngestionRequest request) {
        request.refuseOtherOptions(List.of());
        SourceFolder folder = SourceFolder.open(request.sourceUri(), config.allowedFolder());
        List<CsvSourceTable> files = new ArrayList<>();
        files.add(new CsvSourceTable(
                        "movies",
                        folder.required("movies.csv"),
                        MOVIE_COLUMNS,
                        List.of(
                                new Field("movie_id", "movieId"),
                                new Field("title", "title", MovieLensText::title),
                                new Field("year", "title", MovieLensText::year),
                                new Field("genres", "genres", MovieLensText::genres)))
                .checked());
        folder.optional("links.csv")
                .ifPresent(file -> files.add(new CsvSourceTable(
                                "links",
                                file,
                                LINK_COLUMNS,
                                List.of(
                                        new Field("movie_id", "movieId"),
                                        new Field("imdb_id", "imdbId", MovieLensText::imdbId),
                                        new Field("tmdb_id", "tmdbId")))
                        .checked()));
        files.add(new CsvSourceTable(
                        "ratings",
                        folder.required("ratings.csv"),
                        RATING_COLUMNS,
                        List.of(
                                new Field("user_id", "userId"),
                                new Field("movie_id", "movieId"),
                                new Field("rating", "rating"),
                                new Field("rated_at", "timestamp")))
                .checked());
        return new CsvFolderDataset(kind(), folder, files);
    }
}
