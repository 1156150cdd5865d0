package io.marquee.nervous.alert;

import io.marquee.contract.event.SystemAlert;
import io.marquee.contract.id.ModelVersion;
import io.marquee.nervous.drift.statistics.DriftReport;
import io.marquee.nervous.drift.statistics.FeatureDrift;
import io.marquee.nervous.drift.statistics.Verdict;
import io.marquee.nervous.performance.ErrorReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which conditions the champions' reports raise and which they clear. Raising and clearing have some distance from one
 * another, so that a value near the threshold does not ring all day: drift clears below the warning threshold, a grown error
 * when it is back half way.
 */
final class ChampionAlertPolicy {

    static final String FEATURE_DRIFT = "feature-drift";
    static final String PERFORMANCE_DEGRADED = "performance-degraded";

    private final double maxRmseRatio;

    /** @param maxRmseRatio rolling RMSE over baseline RMSE from which a version counts as degraded */
    ChampionAlertPolicy(double maxRmseRatio) {
        this.maxRmseRatio = maxRmseRatio;
    }

    List<Condition> conditions(List<DriftReport> drift, List<ErrorReport> errors) {
        return Stream.concat(drift.stream().map(this::of), errors.stream().map(this::of))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The subject of a version's conditions. */
    static String subject(ModelVersion model) {
        return model.name() + "/" + model.version();
    }

    private Optional<Condition> of(DriftReport report) {
        FeatureDrift worst = report.worst().orElse(null);
        String subject = subject(report.model());
        if (worst == null) {
            return Optional.empty();
        }
        return switch (report.verdict()) {
            case COLLECTING, WARNING -> Optional.empty();
            case STABLE ->
                Optional.of(new Condition.Cleared(
                        FEATURE_DRIFT, subject, report.model() + " looks like its baseline again"));
            case DRIFTED ->
                Optional.of(new Condition.Raised(
                        FEATURE_DRIFT,
                        subject,
                        SystemAlert.Level.WARNING,
                        String.format(
                                Locale.ROOT,
                                "%s of %s has drifted: PSI %.3f over %d predictions",
                                worst.name(),
                                report.model(),
                                worst.psi(),
                                report.rows()),
                        details(report)));
        };
    }

    private Optional<Condition> of(ErrorReport report) {
        Double ratio = report.ratio();
        String subject = subject(report.model());
        if (ratio == null || report.verdict() == ErrorReport.Verdict.COLLECTING) {
            return Optional.empty();
        }
        if (report.verdict() == ErrorReport.Verdict.DEGRADED) {
            return Optional.of(new Condition.Raised(
                    PERFORMANCE_DEGRADED,
                    subject,
                    SystemAlert.Level.ERROR,
                    String.format(
                            Locale.ROOT,
                            "the RMSE of %s is %.2f times that of its test rows over %d rated predictions",
                            report.model(),
                            ratio,
                            report.pairs()),
                    details(report)));
        }
        boolean halfWayBack = ratio < 1 + (maxRmseRatio - 1) / 2;
        return halfWayBack
                ? Optional.of(new Condition.Cleared(
                        PERFORMANCE_DEGRADED,
                        subject,
                        "the error of " + report.model() + " is as it was trained again"))
                : Optional.empty();
    }

    private static Map<String, Object> details(DriftReport report) {
        Map<String, Object> psi = new LinkedHashMap<>();
        Stream.concat(report.features().stream(), Stream.of(report.prediction()))
                .filter(column -> column.verdict() == Verdict.DRIFTED)
                .forEach(column -> psi.put(column.name(), column.psi()));
        return Map.of(
                "model_name", report.model().name(),
                "model_version", report.model().version(),
                "rows", report.rows(),
                "psi", psi);
    }

    private static Map<String, Object> details(ErrorReport report) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("model_name", report.model().name());
        details.put("model_version", report.model().version());
        details.put("pairs", report.pairs());
        details.put("rmse", report.rmse());
        details.put("baseline_rmse", report.baselineRmse());
        return details;
    }
}
