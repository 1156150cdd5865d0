package io.marquee.workhorse.feature.rows;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.online.OnlineStore;
import io.marquee.workhorse.feature.rows.OnlineValues.Status;
import io.marquee.workhorse.feature.rows.OnlineValues.Value;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Online values of several entities over HTTP, for people: with names, times and reasons beside each value. */
@Path("/api/v1/features/rows")
@Tag(name = "features")
@RunOnVirtualThread
public class OnlineValuesResource {

    private final ActiveDefinitions definitions;
    private final OnlineStore online;
    private final Clock clock;

    OnlineValuesResource(ActiveDefinitions definitions, OnlineStore online, Clock clock) {
        this.definitions = definitions;
        this.online = online;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Online values of some features of some entities, as serving reads them")
    public OnlineValues read(@Nullable OnlineValuesRequest request) {
        if (request == null) {
            throw ProblemException.invalid("features", null, "is required");
        }
        FeatureDefinitions active = definitions.get();
        List<FeatureReference> features = request.resolve(active);
        Instant now = clock.instant();
        List<OnlineValues.Row> rows = new ArrayList<>();
        for (Map<String, Object> entity : request.rows()) {
            Map<String, Optional<OnlineRow>> read = new HashMap<>();
            List<Value> values = new ArrayList<>();
            for (FeatureReference feature : features) {
                ViewDefinition view = active.view(feature.view());
                OnlineRow row = read.computeIfAbsent(
                                view.name(),
                                name -> online.read(name, OnlineValuesRequest.key(view.joinKeys(), entity)))
                        .orElse(null);
                values.add(value(view, feature, row, now));
            }
            rows.add(new OnlineValues.Row(entity, values));
        }
        return new OnlineValues(rows);
    }

    private static Value value(ViewDefinition view, FeatureReference feature, @Nullable OnlineRow row, Instant now) {
        if (row == null) {
            return new Value(feature.view(), feature.feature(), Status.NOT_FOUND, null, null);
        }
        Object value = row.values().get(feature.feature());
        return new Value(feature.view(), feature.feature(), status(view, row, value, now), value, row.eventTimestamp());
    }

    private static Status status(ViewDefinition view, OnlineRow row, @Nullable Object value, Instant now) {
        Duration ttl = view.view().ttl();
        if (!ttl.isZero() && row.eventTimestamp().plus(ttl).isBefore(now)) {
            return Status.OUTSIDE_MAX_AGE;
        }
        return value == null ? Status.NULL_VALUE : Status.PRESENT;
    }
}
