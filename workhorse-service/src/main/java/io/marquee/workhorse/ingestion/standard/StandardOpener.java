package io.marquee.workhorse.ingestion.standard;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.IngestionConfig;
import io.marquee.workhorse.ingestion.csv.CsvFolderDataset;
import io.marquee.workhorse.ingestion.csv.CsvSourceTable;
import io.marquee.workhorse.ingestion.schema.CatalogueSchema;
import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.source.DatasetOpener;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceFolder;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder in the standard schema: {@code movies.csv}, {@code ratings.csv}, at least one of them. */
@ApplicationScoped
public class StandardOpener implements DatasetOpener {

    /** What the first version of the schema had; a header without one of them is a mistake. Newer columns may be missing. */
    private static final List<String> MOVIE_COLUMNS = List.of(
            "movie_id",
            "title",
            "year",
            "genres",
            "director",
            "runtime_minutes",
            "vote_average",
            "vote_count",
            "imdb_id",
            "tmdb_id");

    private static final List<String> RATING_COLUMNS = List.of("user_id", "movie_id", "rating", "rated_at");

    private final CatalogueSchema schema;
    private final IngestionConfig config;

    StandardOpener(CatalogueSchema schema, IngestionConfig config) {
        this.schema = schema;
        this.config = config;
    }

    @Override
    public String kind() {
        return "standard";
    }

    @Override
    public SourceDataset open(IngestionRequest request) {
        request.refuseOtherOptions(List.of());
        SourceFolder folder = SourceFolder.open(request.sourceUri(), config.allowedFolder());
        List<CsvSourceTable> files = new ArrayList<>();
        folder.optional("movies.csv").ifPresent(file -> files.add(table("movies", file, MOVIE_COLUMNS)));
        folder.optional("ratings.csv").ifPresent(file -> files.add(table("ratings", file, RATING_COLUMNS)));
        if (files.isEmpty()) {
            throw ProblemException.invalid("path", request.sourceUri(), "must hold movies.csv or ratings.csv");
        }
        return new CsvFolderDataset(kind(), folder, files);
    }

    private CsvSourceTable table(String target, Path file, List<String> required) {
        List<CsvSourceTable.Field> fields = schema.table(target).delivered().stream()
                .map(ColumnSchema::name)
                .map(name -> new CsvSourceTable.Field(name, name))
                .toList();
        return new CsvSourceTable(target, file, required, fields).checked();
    }
}
