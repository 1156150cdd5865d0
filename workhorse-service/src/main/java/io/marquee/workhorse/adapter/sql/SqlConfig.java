package io.marquee.workhorse.adapter.sql;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** How databases are read. */
@ConfigMapping(prefix = "marquee.sql")
public interface SqlConfig {

    /**
     * Which variables of this service a URI that comes with a request may use, as regular expressions. Few, since whoever
     * sends a request could have their values sent to a server of his own.
     */
    @WithDefault("MARQUEE_DB_[A-Z0-9_]+")
    List<String> variables();

    /** Rows that a database sends at a time. */
    @WithDefault("500")
    int fetchSize();
}
