package io.marquee.nervous.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.nervous.drift.statistics.DriftReport;
import io.marquee.nervous.drift.statistics.FeatureDrift;
import io.marquee.nervous.drift.statistics.Verdict;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How the champions' traffic stands to their baselines. */
@Path("/api/v1/drift")
@Tag(name = "drift")
public class DriftResource {

    @JsonNaming(SnakeCaseStrategy.class)
    public record DriftAnswer(
            double warningThreshold, double driftedThreshold, int windowSize, List<ModelDrift> models) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ModelDrift(
            String modelName,
            int modelVersion,
            Verdict verdict,
            int windowRows,
            int windowRequests,
            int minRows,
            int minRequests,
            @Nullable String worstFeature,
            @Nullable Double worstPsi,
            ColumnDrift prediction,
            List<ColumnDrift> features) {}

    @JsonNaming(SnakeCaseStrategy.class)
    public record ColumnDrift(
            String name, double psi, Verdict verdict, long rows, double missingRate, double baselineMissingRate) {

        static ColumnDrift from(FeatureDrift drift) {
            return new ColumnDrift(
                    drift.name(),
                    drift.psi(),
                    drift.verdict(),
                    drift.rows(),
                    drift.missingRate(),
                    drift.baselineMissingRate());
        }
    }

    private final DriftService drift;
    private final DriftConfig config;

    DriftResource(DriftService drift, DriftConfig config) {
        this.drift = drift;
        this.config = config;
    }

    @GET
    @Operation(summary = "Population stability of each champion's inputs and predictions over its newest predictions")
    public DriftAnswer drift() {
        return new DriftAnswer(
                config.warning(),
                config.drifted(),
                config.windowRows(),
                drift.reports().stream().map(this::from).toList());
    }

    private ModelDrift from(DriftReport report) {
        FeatureDrift worst = report.worst().orElse(null);
        return new ModelDrift(
                report.model().name(),
                report.model().version(),
                report.verdict(),
                report.rows(),
                report.requests(),
                config.minRows(),
                config.minRequests(),
                worst == null ? null : worst.name(),
                worst == null ? null : worst.psi(),
                ColumnDrift.from(report.prediction()),
                report.features().stream().map(ColumnDrift::from).toList());
    }
}
