package io.marquee.workhorse.training.trainer;

/** Hears of each finished iteration or boosting round. */
@FunctionalInterface
public interface IterationListener {

    /** Hears nothing. */
    IterationListener SILENT = (iteration, trainRmse) -> {};

    /**
     * An iteration is done.
     *
     * @param iteration from 1
     * @param trainRmse RMSE on the training rows, stars
     */
    void finished(int iteration, double trainRmse);
}
