package io.marquee.workhorse.training.evaluation;

import io.marquee.workhorse.training.evaluation.PromotionDecision.Hold;
import io.marquee.workhorse.training.evaluation.PromotionDecision.Promote;
import java.util.Locale;

/**
 * Decides whether a freshly trained model replaces the champion. Both are judged on rows that neither has learned from, the
 * newest there are.
 *
 * <p>A challenger that is as good as the champion is promoted: it knows movies and users that the champion does not.
 *
 * @param tolerance by which share the challenger's RMSE may exceed what it is compared with, for the noise that is in any
 *     test set; 0 asks for at least equal
 * @param overallTolerance by which share its RMSE on all test rows may exceed the champion's, so that a few new ratings
 *     cannot promote a model that is worse for everybody else
 * @param minimumTestRows rows below which nothing can be said
 */
public record PromotionPolicy(double tolerance, double overallTolerance, int minimumTestRows) {

    public PromotionPolicy {
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("tolerance must be from 0 to below 1, got: " + tolerance);
        }
        if (!(overallTolerance >= tolerance && overallTolerance < 1)) {
            throw new IllegalArgumentException("overall tolerance must be from the tolerance " + tolerance
                    + " to below 1, got: " + overallTolerance);
        }
        if (minimumTestRows < 1) {
            throw new IllegalArgumentException("minimum test rows must be at least 1, got: " + minimumTestRows);
        }
    }

    /** Decides. An RMSE that is not a number never promotes. */
    public PromotionDecision decide(PromotionEvidence evidence) {
        PromotionEvidence.Scores overall = evidence.overall();
        if (overall.challenger().rows() < minimumTestRows) {
            return new Hold(
                    "only " + overall.challenger().rows() + " test rows, " + minimumTestRows + " are needed to judge");
        }
        if (!within(tolerance, overall.challenger(), overall.baseline())) {
            return new Hold(text(
                    "its RMSE %.4f does not reach the baseline's %.4f",
                    overall.challenger().rmse(), overall.baseline().rmse()));
        }
        Accuracy champion = evidence.newest().champion();
        Accuracy championOverall = overall.champion();
        if (champion == null || championOverall == null) {
            return new Promote(text(
                    "first champion: RMSE %.4f against the baseline's %.4f",
                    overall.challenger().rmse(), overall.baseline().rmse()));
        }
        Accuracy challenger = evidence.newest().challenger();
        if (!within(tolerance, challenger, champion)) {
            return new Hold(text(
                    "on the newest %d rows its RMSE %.4f is worse than the champion's %.4f",
                    champion.rows(), challenger.rmse(), champion.rmse()));
        }
        if (!within(overallTolerance, overall.challenger(), championOverall)) {
            return new Hold(text(
                    "on all %d test rows its RMSE %.4f is worse than the champion's %.4f",
                    championOverall.rows(), overall.challenger().rmse(), championOverall.rmse()));
        }
        return new Promote(text(
                "on the newest %d rows its RMSE is %.4f against the champion's %.4f",
                champion.rows(), challenger.rmse(), champion.rmse()));
    }

    private static boolean within(double tolerance, Accuracy challenger, Accuracy other) {
        return challenger.rmse() <= other.rmse() * (1 + tolerance);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
