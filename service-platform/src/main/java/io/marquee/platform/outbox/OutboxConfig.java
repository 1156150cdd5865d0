package io.marquee.platform.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** Where the outbox is and how it is emptied. */
@ConfigMapping(prefix = "marquee.outbox")
public interface OutboxConfig {

    /** PostgreSQL schema that holds the table {@code outbox}; a service without an outbox leaves it away. */
    Optional<@Pattern(regexp = "[a-z_]+") String> schema();

    /** Most events that are sent in one go. */
    @WithDefault("500")
    @Min(1)
    @Max(10_000)
    int batchSize();

    /** How often the table is looked at when no commit gives the hint to. */
    @WithDefault("1s")
    String interval();
}
