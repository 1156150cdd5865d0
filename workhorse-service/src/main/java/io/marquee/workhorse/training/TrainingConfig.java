package io.marquee.workhorse.training;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;

/** How training runs. */
@ConfigMapping(prefix = "marquee.training")
public interface TrainingConfig {

    /** The folder that recipe paths are relative to. */
    Path home();

    /**
     * Where runs are tracked: embedded:/ is this service itself, http(s)://… that or any other MLflow, file:… or a path a folder
     * in the layout of MLflow's file store.
     */
    URI trackingUri();

    /** Version of this program, recorded with every run. */
    String codeVersion();

    /** Threads that the training of a factor model uses. */
    @WithDefault("2")
    @Min(1)
    int threads();

    /**
     * Threads that the training of trees uses. XGBoost's threads wait for each other by spinning: on two cores that also do
     * something else, a second thread made training nine times slower.
     */
    @WithDefault("1")
    @Min(1)
    int treeThreads();

    /** Training rows below which nothing is trained. */
    @WithDefault("200")
    @Min(1)
    int minimumTrainRows();

    /** When a new version becomes champion. */
    Promotion promotion();

    /** When a new version becomes champion. */
    interface Promotion {

        /** Share by which the challenger's RMSE may exceed the champion's on the newest rows, and the baseline's. */
        @WithDefault("0.005")
        @DecimalMin("0")
        double tolerance();

        /** Share by which its RMSE may exceed the champion's on all test rows. */
        @WithDefault("0.02")
        @DecimalMin("0")
        double overallTolerance();

        /** Test rows below which nothing is promoted. */
        @WithDefault("100")
        @Min(1)
        int minimumTestRows();

        /** Test rows after the champion's training data that are enough to judge by these alone. */
        @WithDefault("200")
        @Min(1)
        int minimumNewestRows();
    }
}
