package io.marquee.cli.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import io.marquee.cli.quality.QualityView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An ingestion as people read it. */
public final class IngestionView {

    private static final List<String> TABLES = List.of("movies", "links", "ratings");

    private final JsonNode ingestion;

    public IngestionView(JsonNode ingestion) {
        this.ingestion = ingestion;
    }

    /** Whether it has ended as hoped. */
    public boolean succeeded() {
        return ingestion.path("state").asText().equals("succeeded");
    }

    /** The result in one sentence, the counts as a table, and what to type next. */
    public void print(Screen screen) {
        String id = ingestion.path("ingestion_id").asText();
        if (ingestion.path("state").asText().equals("running")) {
            screen.doubtful("ingestion " + id + " is running: "
                    + Figures.percent(ingestion.path("progress").asDouble()));
        } else if (succeeded()) {
            screen.good("ingestion " + id + ": " + loaded());
        } else {
            screen.bad("ingestion " + id + " failed: " + ingestion.path("error").asText());
        }
        screen.line("");
        screen.table(counts());
        QualityView quality = new QualityView(ingestion.path("report"));
        if (quality.present()) {
            screen.line("");
            screen.line(quality.headline());
        }
        List<String> next = new ArrayList<>();
        if (quality.present() && !quality.outcome().equals("passed")) {
            next.add("./marquee data quality " + id);
        }
        if (rejected() > 0 && !dryRun()) {
            next.add("./marquee data quarantine list --ingestion " + id);
        }
        if (succeeded() && !dryRun()) {
            next.add("./marquee data list");
        }
        if (!next.isEmpty()) {
            screen.next(next.toArray(String[]::new));
        }
    }

    /** What has been read so far, and how fast. */
    static String soFar(JsonNode ingestion, Duration elapsed) {
        List<String> parts = new ArrayList<>();
        for (String table : TABLES) {
            long read = ingestion.path(table).path("read").asLong();
            if (read > 0) {
                parts.add(Figures.count(read) + " " + table);
            }
        }
        double rate = ingestion.path("rows_per_second").asDouble();
        if (rate > 0 && elapsed.toMillis() >= 1_000) {
            parts.add(Figures.rate(rate, "rows"));
        }
        return String.join(", ", parts);
    }

    private Table counts() {
        Table table =
                new Table().text("table").figure("read").figure("accepted").figure("rejected");
        for (String name : TABLES) {
            JsonNode counts = ingestion.path(name);
            if (!counts.isMissingNode()) {
                table.row(
                        name,
                        Figures.count(counts.path("read").asLong()),
                        Figures.count(counts.path("accepted").asLong()),
                        Figures.count(counts.path("rejected").asLong()));
            }
        }
        return table;
    }

    private String loaded() {
        List<String> parts = new ArrayList<>();
        for (String name : TABLES) {
            long accepted = ingestion.path(name).path("accepted").asLong();
            if (accepted > 0) {
                parts.add(Figures.count(accepted, name.substring(0, name.length() - 1)));
            }
        }
        String what = parts.isEmpty() ? "nothing" : String.join(" and ", parts);
        String rate = Figures.rate(ingestion.path("rows_per_second").asDouble(), "rows");
        return what + (dryRun() ? " would be loaded, read in " : " loaded in ")
                + Json.took(ingestion, "started_at", "finished_at") + ", " + rate;
    }

    private boolean dryRun() {
        return ingestion.path("dry_run").asBoolean();
    }

    private long rejected() {
        return TABLES.stream()
                .mapToLong(name -> ingestion.path(name).path("rejected").asLong())
                .sum();
    }
}
