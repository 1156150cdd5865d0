package io.marquee.cli.simulation;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.marquee.cli.simulation.WatchLogSimulator.Watch;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A watch log as {@code watch_log.csv}: a header, then a row for each watching in the order of the simulation. */
public final class WatchLogCsv {

    /** The columns, in their order. */
    public static final List<String> COLUMNS =
            List.of("user_id", "content_id", "watch_seconds", "rating", "popularity");

    private WatchLogCsv() {}

    /** Writes the file anew; the same log gives the same bytes. */
    public static void write(Path file, List<Watch> log) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            write(out, log);
        }
    }

    static void write(Writer out, List<Watch> log) throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        csv.writeRecord(COLUMNS);
        for (Watch watch : log) {
            csv.writeRecord(
                    Long.toString(watch.userId()),
                    Long.toString(watch.movieId()),
                    Integer.toString(watch.watchSeconds()),
                    number(watch.rating()),
                    number(watch.popularity()));
        }
        csv.flush();
    }

    /** The shortest decimal that reads back as the same number, never with an exponent. */
    private static String number(double value) {
        String text = Double.toString(value);
        return text.indexOf('E') < 0 ? text : new BigDecimal(text).toPlainString();
    }
}
