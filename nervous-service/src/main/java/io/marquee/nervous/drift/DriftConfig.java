package io.marquee.nervous.drift;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The window over a champion's predictions and when a difference in it counts. */
@ConfigMapping(prefix = "marquee.drift")
public interface DriftConfig {

    /** Most predictions in the window, newest first. */
    @WithDefault("2000")
    @Min(1)
    @Max(100_000)
    int windowRows();

    /** Most predictions of one request in the window, so that one large request does not stand for all traffic. */
    @WithDefault("100")
    @Min(1)
    int requestRows();

    /** Fewest predictions that allow a verdict. */
    @WithDefault("200")
    @Min(1)
    int minRows();

    /** Fewest requests that allow a verdict; the predictions of a request share the user. */
    @WithDefault("10")
    @Min(1)
    int minRequests();

    /** Population stability index from which a column is watched. */
    @WithDefault("0.1")
    @DecimalMin(value = "0", inclusive = false)
    double warning();

    /** Population stability index from which a column has drifted. */
    @WithDefault("0.2")
    @DecimalMin(value = "0", inclusive = false)
    double drifted();

    /** How often the window is looked at. */
    @WithDefault("2s")
    Duration refreshEvery();
}
