package io.marquee.workhorse.feature.feast;

import io.marquee.workhorse.feature.definition.ActiveDefinitions;
import io.marquee.workhorse.feature.definition.Computation;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.offline.OfflineStore;
import io.marquee.workhorse.feature.online.EntityRow;
import io.marquee.workhorse.feature.online.OnlineStore;
import io.marquee.workhorse.feature.serving.ServingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes rows that clients hand in. All rows are checked before the first is written. */
@ApplicationScoped
class FeastWrites {

    private final ActiveDefinitions definitions;
    private final OnlineStore online;
    private final OfflineStore offline;
    private final FeastMetrics metrics;

    FeastWrites(ActiveDefinitions definitions, OnlineStore online, OfflineStore offline, FeastMetrics metrics) {
        this.definitions = definitions;
        this.online = online;
        this.offline = offline;
        this.metrics = metrics;
    }

    /**
     * Writes rows to the views of a push source.
     *
     * @param to {@code online}, {@code offline} or {@code online_and_offline}
     * @throws ServingException when the source is not known or a row cannot be used; nothing is written then
     */
    void push(String source, PushedTable table, String to) throws SQLException, IOException {
        boolean toOnline = to.equals("online") || to.equals("online_and_offline");
        boolean toOffline = to.equals("offline") || to.equals("online_and_offline");
        if (!toOnline && !toOffline) {
            throw ServingException.invalid(to + " is not a supported push format. Please specify one of these"
                    + " ['online', 'offline', 'online_and_offline'].");
        }
        Map<ViewDefinition, List<EntityRow>> rows = new LinkedHashMap<>();
        for (ViewDefinition view : definitions.get().views()) {
            if (source.equals(view.pushSource())) {
                if (toOffline && !view.offline()) {
                    throw ServingException.invalid("feature view " + view.name() + " has no offline rows");
                }
                if (toOnline) {
                    refuseStreamed(view);
                }
                rows.put(view, table.rows(view));
            }
        }
        if (rows.isEmpty()) {
            throw new ServingException(
                    ServingException.Kind.PUSH_SOURCE_NOT_FOUND, "Unable to find push source '" + source + "'.");
        }
        // What is offline is brought online by the next materialisation too; the other way around it would be lost.
        if (toOffline) {
            for (Map.Entry<ViewDefinition, List<EntityRow>> each : rows.entrySet()) {
                offline.append(each.getKey(), each.getValue());
            }
        }
        if (toOnline) {
            rows.forEach(online::write);
        }
        metrics.pushed(source, to);
    }

    /**
     * Writes rows of one view to the online store.
     *
     * @throws ServingException when the view is not known, is not to be written, or a row cannot be used
     */
    void writeOnline(String view, PushedTable table) {
        FeatureDefinitions current = definitions.get();
        if (!current.hasView(view)) {
            throw ServingException.unknownView(view);
        }
        ViewDefinition definition = current.view(view);
        refuseStreamed(definition);
        online.write(definition, table.rows(definition));
    }

    /** The stream would write over such a row at the entity's next event, or never if it claims a later time. */
    private static void refuseStreamed(ViewDefinition view) {
        if (view.computation() instanceof Computation.Aggregations) {
            throw ServingException.invalid(
                    "feature view " + view.name() + " is computed from a stream, which alone writes its online rows");
        }
    }
}
