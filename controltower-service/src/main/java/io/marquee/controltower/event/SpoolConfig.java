package io.marquee.controltower.event;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** The disk spool between accepted events and Kafka. */
@ConfigMapping(prefix = "marquee.spool")
public interface SpoolConfig {

    /** Folder of the spool; each running instance needs its own. */
    Path folder();

    /** Size at which a new file is begun; emptied files are deleted. */
    @WithDefault("8M")
    MemorySize segmentSize();

    /** Waiting events up to this size are kept; beyond it interactions are answered 503 and observations dropped. */
    @WithDefault("256M")
    MemorySize maxSize();

    /** The part of the room that only interactions may use, so that a flood of predictions cannot push them out. */
    @WithDefault("64M")
    MemorySize reserve();

    /** Largest single event; must stay below what the broker takes. */
    @WithDefault("900K")
    MemorySize maxEventSize();

    /** NEVER survives a killed process; ALWAYS survives a power cut too, and costs a disk write per event. */
    @WithDefault("NEVER")
    SpoolLimits.Fsync fsync();

    /** Most events sent to Kafka before their acknowledgements are awaited. */
    @WithDefault("500")
    int batchEvents();

    /** Most bytes sent to Kafka before their acknowledgements are awaited. */
    @WithDefault("2M")
    MemorySize batchSize();

    /** These settings in the terms of the spool. */
    default SpoolLimits limits() {
        return new SpoolLimits(
                Math.toIntExact(segmentSize().asLongValue()),
                maxSize().asLongValue(),
                reserve().asLongValue(),
                Math.toIntExact(maxEventSize().asLongValue()),
                fsync());
    }
}
