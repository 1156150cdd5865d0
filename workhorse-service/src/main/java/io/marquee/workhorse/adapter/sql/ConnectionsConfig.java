package io.marquee.workhorse.adapter.sql;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;

/** Databases that users may name instead of spelling out their URI. */
@ConfigMapping(prefix = "marquee.connections")
public interface ConnectionsConfig {

    /** Connection URIs by name; {@code ${VARIABLE}} in them is any variable of this service. */
    @WithParentName
    Map<String, String> uris();
}
