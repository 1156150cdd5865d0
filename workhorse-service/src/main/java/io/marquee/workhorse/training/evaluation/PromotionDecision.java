package io.marquee.workhorse.training.evaluation;

/** Whether a challenger becomes champion; the reason is written for people and stored with the version. */
public sealed interface PromotionDecision {

    String reason();

    /** It does. */
    record Promote(String reason) implements PromotionDecision {}

    /** The champion stays. */
    record Hold(String reason) implements PromotionDecision {}

    /** Name in tags and task output. */
    default String wireName() {
        return switch (this) {
            case Promote promote -> "promote";
            case Hold hold -> "hold";
        };
    }
}
