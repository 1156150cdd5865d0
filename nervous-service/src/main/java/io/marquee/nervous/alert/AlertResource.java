package io.marquee.nervous.alert;

import io.marquee.nervous.alert.ReceivedAlertStore.ReceivedAlert;
import io.marquee.nervous.alert.WebhookService.AlertOutcome;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * Alerts in and out. A notification that cannot be read is answered with 400, which an Alertmanager drops; while the database
 * is away the answer is a 5xx, which it sends again.
 */
@Path("/")
@Tag(name = "alert")
@RunOnVirtualThread
public class AlertResource {

    /** What became of a notification. */
    public record Taken(List<AlertOutcome> alerts) {}

    /** Conditions that this service raised, and alerts that it was sent, newest first. */
    public record Alerts(List<RaisedAlert.View> raised, List<ReceivedAlert> received) {}

    private final WebhookService webhook;
    private final AlertLedger ledger;
    private final ReceivedAlertStore received;

    AlertResource(WebhookService webhook, AlertLedger ledger, ReceivedAlertStore received) {
        this.webhook = webhook;
        this.ledger = ledger;
        this.received = received;
    }

    @POST
    @Path("/api/v1/alerts/webhook")
    @Operation(summary = "Alertmanager webhook, version 4")
    public Taken take(@NotNull AlertNotification notification) {
        return new Taken(webhook.take(notification));
    }

    @POST
    @Path("/alerts")
    @Operation(summary = "The same under the path that older Alertmanager files name")
    public Taken takeAtOldPath(@NotNull AlertNotification notification) {
        return take(notification);
    }

    @GET
    @Path("/api/v1/alerts")
    @Operation(summary = "Alerts raised here and received, newest first")
    public Alerts alerts(@RestQuery @DefaultValue("50") @Min(1) @Max(1000) int limit) {
        return new Alerts(ledger.newest(limit).stream().map(RaisedAlert::view).toList(), received.newest(limit));
    }
}
