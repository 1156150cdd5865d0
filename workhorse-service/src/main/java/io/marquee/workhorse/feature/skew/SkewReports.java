package io.marquee.workhorse.feature.skew;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.workhorse.platform.Database;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The reports that were made; the newest stay. */
@ApplicationScoped
@RegisterForReflection(targets = {SkewReport.class, SkewReport.FeatureSkew.class, SkewReport.Example.class})
class SkewReports {

    private static final int KEPT = 100;

    private final Database database;
    private final ObjectMapper json;

    SkewReports(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    void add(SkewReport report) {
        database.update(
                "INSERT INTO features.skew_report (made_at, report) VALUES (?, ?::jsonb)",
                report.madeAt(),
                write(report));
        database.update("""
                DELETE FROM features.skew_report WHERE report_id <= (
                    SELECT report_id FROM features.skew_report ORDER BY report_id DESC OFFSET ? LIMIT 1)
                """, KEPT);
    }

    Optional<SkewReport> newest() {
        return database.queryOne(
                "SELECT report FROM features.skew_report ORDER BY report_id DESC LIMIT 1",
                row -> read(row.getString(1)));
    }

    private String write(SkewReport report) {
        try {
            return json.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a skew report can always be written", e);
        }
    }

    private SkewReport read(String text) {
        try {
            return json.readValue(text, SkewReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a skew report cannot be read any more: " + e.getMessage(), e);
        }
    }
}
