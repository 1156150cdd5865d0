package io.marquee.workhorse.ingestion.quality;

/** A load that breaks a rule so hard that nothing of it may get into the catalogue. The message says which, for people. */
public final class HardRuleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient QualityReport report;

    public HardRuleException(String rule, QualityReport report) {
        super(rule);
        this.report = report;
    }

    /** What was found until then. */
    public QualityReport report() {
        return report;
    }
}
