package io.marquee.workhorse.tracking.webhook;

import io.marquee.workhorse.tracking.webhook.WebhookMessages.Deliveries;
import io.marquee.workhorse.tracking.webhook.WebhookMessages.OneWebhook;
import io.marquee.workhorse.tracking.webhook.WebhookMessages.Tested;
import io.marquee.workhorse.tracking.webhook.WebhookMessages.WebhookMessage;
import io.marquee.workhorse.tracking.webhook.WebhookMessages.Webhooks;
import io.marquee.workhorse.tracking.wire.Empty;
import io.marquee.workhorse.tracking.wire.MlflowApi;
import io.marquee.workhorse.tracking.wire.MlflowException;
import io.marquee.workhorse.tracking.wire.MlflowRequest;
import io.marquee.workhorse.tracking.wire.TextOrMessage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** MLflow's calls about webhooks, and the log of their deliveries. */
@Path(MlflowApi.PREFIX + "/mlflow/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "MLflow webhooks")
public class WebhookResource {

    private static final int MAX_RESULTS = 1_000;

    private final WebhookService webhooks;

    WebhookResource(WebhookService webhooks) {
        this.webhooks = webhooks;
    }

    @POST
    @Operation(
            summary = "Create a webhook",
            description = "kind GITHUB_DISPATCH starts a repository's workflows when a version is promoted.")
    public OneWebhook create(InputStream body) {
        MlflowRequest request = MlflowRequest.ofBody(body);
        request.required("name");
        request.required("url");
        Webhook.Kind kind = request.choice("kind", Webhook.Kind.class).orElse(Webhook.Kind.HTTP);
        return new OneWebhook(WebhookMessage.of(webhooks.create(wish(request), kind)));
    }

    @GET
    @Operation(summary = "Webhooks, oldest first")
    public Webhooks list(@Context UriInfo uri) {
        MlflowRequest request = MlflowRequest.ofQuery(uri.getQueryParameters());
        int limit = request.limit("max_results", 100, MAX_RESULTS);
        List<Webhook> page = webhooks.list(token(request, 0), limit + 1);
        boolean more = page.size() > limit;
        List<Webhook> shown = more ? page.subList(0, limit) : page;
        return new Webhooks(
                shown.stream().map(WebhookMessage::of).toList(),
                more ? Long.toString(shown.getLast().no()) : null);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "A webhook, without its secret")
    public OneWebhook get(@PathParam("id") String id) {
        return new OneWebhook(WebhookMessage.of(webhooks.get(id)));
    }

    @PATCH
    @Path("{id}")
    @Operation(summary = "Change what is named of a webhook")
    public OneWebhook update(@PathParam("id") String id, InputStream body) {
        return new OneWebhook(WebhookMessage.of(webhooks.update(id, wish(MlflowRequest.ofBody(body)))));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Remove a webhook with its log")
    public Empty delete(@PathParam("id") String id) {
        webhooks.delete(id);
        return Empty.MESSAGE;
    }

    @POST
    @Path("{id}/test")
    @Operation(summary = "Send an example once, of the event that is named or the first it has")
    public Tested test(@PathParam("id") String id, InputStream body) {
        Set<WebhookEvent> events = events(MlflowRequest.ofBody(body), "event");
        return new Tested(webhooks.test(id, events.stream().findFirst().orElse(null)));
    }

    @GET
    @Path("{id}/deliveries")
    @Operation(summary = "What was sent, newest first, and what is still to be sent")
    public Deliveries deliveries(@PathParam("id") String id, @Context UriInfo uri) {
        MlflowRequest request = MlflowRequest.ofQuery(uri.getQueryParameters());
        int limit = request.limit("max_results", 100, MAX_RESULTS);
        List<DeliveryTable.Logged> page = webhooks.log(id, token(request, Long.MAX_VALUE), limit + 1);
        boolean more = page.size() > limit;
        List<DeliveryTable.Logged> shown = more ? page.subList(0, limit) : page;
        return new Deliveries(
                shown.stream().map(DeliveryTable.Logged::message).toList(),
                more ? Long.toString(shown.getLast().no()) : null);
    }

    private static WebhookService.Wish wish(MlflowRequest request) {
        return new WebhookService.Wish(
                request.text("name"),
                request.text("description"),
                request.text("url"),
                events(request, "events"),
                request.text("secret"),
                request.choice("status", Webhook.Status.class).orElse(null));
    }

    /** Events as objects, as newer clients send them, or as text. */
    private static Set<WebhookEvent> events(MlflowRequest request, String field) {
        Set<WebhookEvent> events = EnumSet.noneOf(WebhookEvent.class);
        for (TextOrMessage event : request.textsOrMessages(field)) {
            switch (event) {
                case TextOrMessage.Text(String text) -> events.add(WebhookEvent.of(text));
                case TextOrMessage.Message(MlflowRequest message) ->
                    events.add(WebhookEvent.of(message.required("entity"), message.required("action")));
            }
        }
        return events;
    }

    private static long token(MlflowRequest request, long otherwise) {
        String token = request.textOr("page_token", "");
        if (token.isEmpty()) {
            return otherwise;
        }
        if (!token.matches("\\d{1,18}")) {
            throw MlflowException.invalid("Invalid page_token.");
        }
        return Long.parseLong(token);
    }
}
