package io.marquee.workhorse.export;

import io.smallrye.config.ConfigMapping;

/** How exports run. */
@ConfigMapping(prefix = "marquee.export")
public interface ExportConfig {

    /** Name of this instance, the same after a restart; it tells whose runs a crash has left behind. */
    String worker();
}
