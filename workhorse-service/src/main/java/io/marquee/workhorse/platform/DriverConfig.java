package io.marquee.workhorse.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Jars that are not shipped: JDBC drivers and clients of object stores. */
@ConfigMapping(prefix = "marquee.drivers")
public interface DriverConfig {

    /** The folder they are put into; need not exist. */
    @WithDefault(".marquee/drivers")
    Path folder();
}
