package io.marquee.workhorse.ingestion.quality;

import io.marquee.contract.event.DataQuality;
import io.marquee.contract.event.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is said of a load.
 *
 * @param checks what was checked, and how it came out
 */
public record QualityReport(List<DataQuality> checks) {

    public QualityReport {
        checks = List.copyOf(checks);
    }

    /** The report as it is kept with the ingestion. */
    public String toJson() {
        return checks.stream()
                .map(check -> new String(EventCodec.encode(check), StandardCharsets.UTF_8))
                .collect(Collectors.joining(",", "{\"checks\":[", "]}"));
    }
}
