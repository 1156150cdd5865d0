package io.marquee.cli.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A quality report as people read it. */
public final class QualityView {

    private static final int MESSAGE = 100;

    private final JsonNode report;

    public QualityView(JsonNode report) {
        this.report = report;
    }

    /** Whether there is a report at all: an ingestion that has not been judged yet has none. */
    public boolean present() {
        return report.path("checks").isArray();
    }

    /** {@code all 25 checks passed, lowest score 0.998}; {@code 22 of 25 checks passed, 2 warnings, 1 failed, …}. */
    public String summary() {
        int checks = report.path("checks").size();
        List<String> parts = new ArrayList<>();
        if (count("passed") == checks) {
            parts.add("all " + Figures.count(checks, "check") + " passed");
        } else {
            parts.add(Figures.count(count("passed")) + " of " + Figures.count(checks, "check") + " passed");
        }
        if (count("warning") > 0) {
            parts.add(Figures.count(count("warning"), "warning"));
        }
        if (count("failed") > 0) {
            parts.add(Figures.count(count("failed")) + " failed");
        }
        parts.add("lowest score " + score(report));
        return String.join(", ", parts);
    }

    /** One line on the quality; the outcome is named when it is not simply that all is well. */
    public String headline() {
        return "quality: " + (outcome().equals("passed") ? "" : outcome() + ", ") + summary();
    }

    /** {@code passed}, {@code warning}, {@code failed}: loaded all the same; {@code refused}: not loaded. */
    public String outcome() {
        return Json.text(report, "outcome");
    }

    /** The summary, and every check that is not simply passed; all of them if wanted. */
    public void print(Screen screen, boolean all) {
        String text = Json.text(report, "source") + " load " + Json.text(report, "ingestion_id") + ", " + headline();
        switch (outcome()) {
            case "passed" -> screen.good(text);
            case "refused" -> screen.bad(text + "; nothing was loaded");
            default -> screen.doubtful(text);
        }
        Table table = checks(all);
        if (!table.isEmpty()) {
            screen.line("");
            screen.table(table);
        }
    }

    private Table checks(boolean all) {
        Table table = new Table()
                .text("status")
                .text("table")
                .text("column")
                .text("rule")
                .text("severity")
                .figure("score")
                .figure("affected")
                .figure("of")
                .text("what was found", MESSAGE);
        for (JsonNode check : report.path("checks")) {
            if (all || !Json.text(check, "status").equals("passed")) {
                table.row(
                        Json.text(check, "status"),
                        Json.text(check, "table"),
                        Json.text(check, "column"),
                        Json.text(check, "rule"),
                        Json.text(check, "severity"),
                        score(check),
                        Json.count(check, "affected"),
                        Json.count(check, "total"),
                        Json.text(check, "message"));
            }
        }
        return table;
    }

    private long count(String status) {
        return StreamSupport.stream(report.path("checks").spliterator(), false)
                .filter(check -> Json.text(check, "status").equals(status))
                .count();
    }

    private static String score(JsonNode json) {
        return Figures.score(json.path("score").asDouble());
    }
}
