package io.marquee.workhorse.ingestion.quality.rule;

import io.marquee.contract.event.DataQuality.Status;
import io.marquee.workhorse.ingestion.quality.rule.Measurement.Change;
import io.marquee.workhorse.ingestion.quality.rule.Measurement.Count;
import io.marquee.workhorse.ingestion.quality.rule.Measurement.Newest;
import io.marquee.workhorse.ingestion.quality.rule.Measurement.Share;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides whether what was measured keeps a rule. */
public final class QualityPolicy {

    private static final double SECONDS_PER_DAY = 86_400;

    private final Clock clock;

    public QualityPolicy(Clock clock) {
        this.clock = clock;
    }

    /**
     * The decision.
     *
     * @throws IllegalArgumentException when the measurement is not of the kind that the rule needs
     */
    public CheckResult judge(QualityRule rule, Measurement measured) {
        return switch (rule.check()) {
            case Check.Rows check -> rows(rule, check, of(Count.class, rule, measured));
            case Check.Accepted check -> atLeast(rule, check.min(), "of the records were accepted", of(rule, measured));
            case Check.Valid check ->
                atLeast(rule, check.min(), "of the records have a valid '" + check.column() + "'", of(rule, measured));
            case Check.Nulls check -> nulls(rule, check, of(rule, measured));
            case Check.Range check ->
                atLeast(
                        rule,
                        check.min(),
                        "of the values of '" + check.column() + "' lie within " + bounds(check),
                        of(rule, measured));
            case Check.Unique check ->
                atLeast(
                        rule,
                        check.min(),
                        "of the records are alone with their '" + check.column() + "'",
                        of(rule, measured));
            case Check.Reference check ->
                atLeast(
                        rule,
                        check.min(),
                        "of the records have a '" + check.column() + "' that is in " + check.table(),
                        of(rule, measured));
            case Check.Fresh check -> fresh(rule, check, of(Newest.class, rule, measured));
            case Check.Volume check -> volume(rule, check, of(Change.class, rule, measured));
        };
    }

    private static CheckResult rows(QualityRule rule, Check.Rows check, Count count) {
        boolean kept = count.rows() >= check.min();
        return result(
                rule,
                kept ? Status.PASSED : Status.FAILED,
                Math.min(1.0, (double) count.rows() / check.min()),
                (double) count.rows(),
                check.min(),
                new Share(0, count.rows()),
                count.rows() + " records were accepted, at least " + check.min() + " are needed");
    }

    private static CheckResult atLeast(QualityRule rule, double min, String what, Share share) {
        double good = share.total() == 0 ? 1.0 : (double) (share.total() - share.affected()) / share.total();
        Status status = good < min ? Status.FAILED : share.affected() > 0 ? Status.WARNING : Status.PASSED;
        return result(
                rule,
                status,
                good,
                share.total() == 0 ? null : good,
                min,
                share,
                percent(good) + " " + what + ", at least " + percent(min) + " are needed");
    }

    private static CheckResult nulls(QualityRule rule, Check.Nulls check, Share share) {
        double unknown = share.total() == 0 ? 0.0 : (double) share.affected() / share.total();
        return result(
                rule,
                unknown > check.max() ? Status.FAILED : Status.PASSED,
                1 - unknown,
                share.total() == 0 ? null : unknown,
                check.max(),
                share,
                percent(unknown) + " of the records do not know '" + check.column() + "', at most "
                        + percent(check.max()) + " may");
    }

    private CheckResult fresh(QualityRule rule, Check.Fresh check, Newest newest) {
        double limit = check.maxAge().toSeconds() / SECONDS_PER_DAY;
        Instant time = newest.time();
        if (time == null) {
            return result(
                    rule,
                    Status.PASSED,
                    1,
                    null,
                    limit,
                    new Share(0, 0),
                    "no record has a '" + check.column() + "', so there is no age to judge");
        }
        double age = Math.max(0, Duration.between(time, clock.instant()).toSeconds() / SECONDS_PER_DAY);
        return result(
                rule,
                age > limit ? Status.FAILED : Status.PASSED,
                age <= limit ? 1 : limit / age,
                age,
                limit,
                new Share(0, 1),
                String.format(
                        Locale.ROOT,
                        "the newest '%s' is %s, %.1f days old, at most %.1f are allowed",
                        check.column(),
                        time,
                        age,
                        limit));
    }

    private static CheckResult volume(QualityRule rule, Check.Volume check, Change change) {
        Long before = change.before();
        if (before == null || before == 0) {
            return result(
                    rule,
                    Status.PASSED,
                    1,
                    null,
                    check.min(),
                    new Share(0, change.rows()),
                    "there is no earlier good load of this source to compare " + change.rows() + " records with");
        }
        double ratio = (double) change.rows() / before;
        boolean few = ratio < check.min();
        boolean many = ratio > check.max();
        double score = few ? ratio / check.min() : many ? check.max() / ratio : 1;
        return result(
                rule,
                few || many ? Status.FAILED : Status.PASSED,
                score,
                ratio,
                many ? check.max() : check.min(),
                new Share(0, change.rows()),
                String.format(
                        Locale.ROOT,
                        "%d records were accepted, %.3f times the %d of the last good load, between %s and %s times are allowed",
                        change.rows(),
                        ratio,
                        before,
                        number(check.min()),
                        number(check.max())));
    }

    private static CheckResult result(
            QualityRule rule,
            Status status,
            double score,
            @Nullable Double observed,
            double threshold,
            Share share,
            String finding) {
        return new CheckResult(
                rule.name(),
                rule.check().kind(),
                rule.table(),
                rule.check().column(),
                rule.check().type(),
                rule.severity(),
                status,
                score,
                observed,
                threshold,
                share.affected(),
                share.total(),
                "rule " + rule.name() + ": " + finding);
    }

    private static Share of(QualityRule rule, Measurement measured) {
        return of(Share.class, rule, measured);
    }

    private static <M extends Measurement> M of(Class<M> kind, QualityRule rule, Measurement measured) {
        if (!kind.isInstance(measured)) {
            throw new IllegalArgumentException(
                    "rule " + rule.name() + " needs a " + kind.getSimpleName() + ", got: " + measured);
        }
        return kind.cast(measured);
    }

    private static String bounds(Check.Range check) {
        Double low = check.low();
        Double high = check.high();
        if (low == null) {
            return "at most " + number(high == null ? 0 : high);
        }
        return high == null ? "at least " + number(low) : number(low) + " to " + number(high);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
