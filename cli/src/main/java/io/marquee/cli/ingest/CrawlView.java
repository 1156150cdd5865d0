package io.marquee.cli.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Progress;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A crawl of an API as people read it. */
public final class CrawlView {

    private static final int REASON = 90;
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");

    private final JsonNode crawl;

    public CrawlView(JsonNode crawl) {
        this.crawl = crawl;
    }

    /** Whether nothing happens to it any more by itself. */
    boolean ended() {
        return ENDED.contains(Json.text(crawl, "state"));
    }

    /** Whether it has ended as hoped. */
    boolean succeeded() {
        return Json.text(crawl, "state").equals("succeeded");
    }

    /** Shows how far it is. What there is to fetch becomes known on the way, so the share may fall. */
    void show(Progress progress) {
        long total = crawl.path("steps_total").asLong();
        List<String> parts = new ArrayList<>(List.of(
                Json.text(crawl, "state").equals("queued")
                        ? "waiting for its turn"
                        : Json.text(crawl, "phase") + ", " + Json.count(crawl, "steps_done") + " of "
                                + Figures.count(total, "step")));
        double rate = crawl.path("requests_per_second").asDouble();
        if (rate > 0) {
            parts.add(Figures.rate(rate, "requests"));
        }
        if (crawl.path("retries").asLong() > 0) {
            parts.add(retries());
        }
        String text = String.join(", ", parts);
        if (total > 0) {
            progress.at((double) crawl.path("steps_done").asLong() / total, text);
        } else {
            progress.at(text);
        }
    }

    /** The result in one sentence, the figures as a table, what went wrong on the way, and what to type next. */
    public void print(Screen screen, ZoneId zone) {
        String id = Json.text(crawl, "crawl_id");
        String text = "crawl " + id + " of " + Json.text(crawl, "source") + " ";
        switch (Json.text(crawl, "state")) {
            case "succeeded" -> screen.good(text + "is complete: " + work());
            case "failed" -> screen.bad(text + "failed: " + Json.text(crawl, "error"));
            case "cancelled" -> screen.doubtful(text + "was cancelled: " + work());
            default -> screen.doubtful(text + "is " + Json.text(crawl, "state") + ": " + work());
        }
        screen.line("");
        screen.table(new Table()
                .figure("steps")
                .figure("done")
                .figure("not known")
                .figure("requests")
                .figure("retries")
                .figure("waited")
                .figure("resumed")
                .row(
                        Json.count(crawl, "steps_total"),
                        Json.count(crawl, "steps_done"),
                        Json.count(crawl, "steps_missing"),
                        Json.count(crawl, "requests"),
                        Json.count(crawl, "retries"),
                        seconds("waited_seconds"),
                        Json.count(crawl, "resumed")));
        if (!crawl.path("problems").isEmpty()) {
            screen.heading("Failed attempts, the newest first");
            screen.table(problems(zone));
        }
        next(screen, id);
    }

    private void next(Screen screen, String id) {
        String ingestion = Json.text(crawl, "ingestion_id");
        if (succeeded() && !ingestion.isEmpty()) {
            screen.next("./marquee data ingestions " + ingestion);
        } else if (!succeeded() && ended()) {
            screen.next("./marquee ingest tmdb --resume " + id);
        }
    }

    private Table problems(ZoneId zone) {
        Table table = new Table().text("at").text("step").figure("attempt").text("reason", REASON);
        for (JsonNode problem : crawl.path("problems")) {
            table.row(
                    Json.time(problem, "at", zone),
                    Json.text(problem, "step"),
                    Json.count(problem, "attempt"),
                    Json.text(problem, "reason"));
        }
        return table;
    }

    private String work() {
        return Figures.count(crawl.path("requests").asLong(), "request") + " in " + seconds("active_seconds") + ", "
                + Figures.rate(crawl.path("requests_per_second").asDouble(), "requests");
    }

    private String seconds(String field) {
        return Figures.duration(
                Duration.ofMillis(Math.round(1e3 * crawl.path(field).asDouble())));
    }

    private String retries() {
        long retries = crawl.path("retries").asLong();
        return Figures.count(retries) + (retries == 1 ? " retry" : " retries");
    }
}
