package io.marquee.nervous.performance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How far the champions' predictions were off. */
@Path("/api/v1/performance")
@Tag(name = "performance")
public class PerformanceResource {

    @JsonNaming(SnakeCaseStrategy.class)
    public record PerformanceAnswer(int windowSize, int minPairs, double maxRmseRatio, List<ModelPerformance> models) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ModelPerformance(
            String modelName,
            int modelVersion,
            ErrorReport.Verdict verdict,
            int pairs,
            @Nullable Double rmse,
            @Nullable Double mae,
            double baselineRmse,
            @Nullable Double rmseRatio) {

        static ModelPerformance from(ErrorReport report) {
            return new ModelPerformance(
                    report.model().name(),
                    report.model().version(),
                    report.verdict(),
                    report.pairs(),
                    report.rmse(),
                    report.mae(),
                    report.baselineRmse(),
                    report.ratio());
        }
    }

    private final PerformanceService performance;
    private final PerformanceConfig config;

    PerformanceResource(PerformanceService performance, PerformanceConfig config) {
        this.performance = performance;
        this.config = config;
    }

    @GET
    @Operation(summary = "Rolling error of each champion, from ratings that users gave after a prediction")
    public PerformanceAnswer performance() {
        return new PerformanceAnswer(
                config.windowPairs(),
                config.minPairs(),
                config.maxRmseRatio(),
                performance.reports().stream().map(ModelPerformance::from).toList());
    }
}
