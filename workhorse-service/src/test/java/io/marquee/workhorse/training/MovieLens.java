package io.marquee.workhorse.training;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Ratings of a MovieLens folder, for tests of accuracy on real data.
 *
 * @param userIds who
 * @param movieIds what
 * @param ratings stars
 * @param timestamps seconds since the epoch
 */
public record MovieLens(long[] userIds, long[] movieIds, float[] ratings, long[] timestamps) {

    /** Reads {@code ratings.csv}. */
    public static MovieLens read(Path folder) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(folder.resolve("ratings.csv"))) {
            List<NamedCsvRecord> rows = reader.stream().toList();
            MovieLens data = new MovieLens(
                    new long[rows.size()], new long[rows.size()], new float[rows.size()], new long[rows.size()]);
            for (int i = 0; i < rows.size(); i++) {
                data.userIds[i] = Long.parseLong(rows.get(i).getField("userId"));
                data.movieIds[i] = Long.parseLong(rows.get(i).getField("movieId"));
                data.ratings[i] = Float.parseFloat(rows.get(i).getField("rating"));
                data.timestamps[i] = Long.parseLong(rows.get(i).getField("timestamp"));
            }
            return data;
        }
    }
}
