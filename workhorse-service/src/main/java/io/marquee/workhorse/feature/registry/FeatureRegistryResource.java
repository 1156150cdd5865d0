package io.marquee.workhorse.feature.registry;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.DefinitionFiles;
import io.marquee.workhorse.feature.registry.RegistryApplier.Applied;
import io.marquee.workhorse.feature.registry.RegistryApplier.Order;
import io.marquee.workhorse.platform.yaml.DefinitionException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The registry over HTTP. */
@Path("/api/v1/feature-registry")
@Tag(name = "feature registry")
@RunOnVirtualThread
public class FeatureRegistryResource {

    /**
     * Definitions to compare with those in force.
     *
     * @param files texts by file name; absent for the files of the service's folder
     */
    public record PlanRequest(@Nullable Map<String, String> files) {}

    /**
     * Definitions to put in force.
     *
     * @param files texts by file name; absent for the files of the service's folder
     * @param revision instead of files: an older revision to roll back to
     * @param expectedRevision the revision that the plan was made against
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record ApplyRequest(
            @Nullable Map<String, String> files,
            @Nullable Long revision,
            @Nullable String author,
            @Nullable String note,
            @Nullable Long expectedRevision) {}

    /** What would change. */
    public record PlanAnswer(
            long revision, List<DefinitionChange> changes, List<String> rebuilds, List<String> refusals) {}

    /** What has changed. */
    public record ApplyAnswer(long revision, List<DefinitionChange> changes, List<String> rebuilds) {}

    /** The state of the registry. */
    public record State(long revision, @Nullable String pending, List<RegistryRevision> revisions) {}

    /** The files of a revision. */
    public record Files(long revision, Map<String, String> files) {}

    /** What is in force of one kind. */
    public record RegisteredObjects(List<RegisteredObject> objects) {}

    /** All versions of one object. */
    public record Versions(List<ObjectVersion> versions) {}

    private final FeatureRegistry registry;
    private final RegistryCatalogue catalogue;

    FeatureRegistryResource(FeatureRegistry registry, RegistryCatalogue catalogue) {
        this.registry = registry;
        this.catalogue = catalogue;
    }

    @GET
    @Operation(summary = "The revision in force, all revisions, and what waits to be applied")
    public State state() {
        return new State(registry.revision(), registry.pending().orElse(null), registry.revisions());
    }

    @POST
    @Path("/plan")
    @Operation(summary = "What applying definitions would change; changes nothing")
    public PlanAnswer plan(@Nullable PlanRequest request) {
        RegistryPlan plan = registry.plan(request == null ? null : files(request.files()));
        return new PlanAnswer(plan.revision(), plan.changes(), plan.rebuilds(), plan.refusals());
    }

    @POST
    @Path("/apply")
    @Operation(summary = "Puts definitions in force, all of them or none")
    public ApplyAnswer apply(@Nullable ApplyRequest request) {
        ApplyRequest order = request == null ? new ApplyRequest(null, null, null, null, null) : request;
        if (order.files() != null && order.revision() != null) {
            throw ProblemException.invalid("revision", order.revision(), "must not come together with 'files'");
        }
        String author = Objects.requireNonNullElse(order.author(), "api");
        Applied applied = order.revision() == null
                ? registry.apply(
                        files(order.files()),
                        new Order(author, Objects.requireNonNullElse(order.note(), ""), order.expectedRevision()))
                : registry.rollBack(
                        order.revision(),
                        new Order(
                                author,
                                Objects.requireNonNullElse(order.note(), "roll back to " + order.revision()),
                                order.expectedRevision()));
        return new ApplyAnswer(
                applied.revision(), applied.plan().changes(), applied.plan().rebuilds());
    }

    @GET
    @Path("/revisions/{revision}")
    @Operation(summary = "The files of a revision")
    public Files revision(@RestPath long revision) {
        return new Files(revision, registry.files(revision).texts());
    }

    @GET
    @Path("/{kind: entities|sources|views|services}")
    @Operation(summary = "The entities, sources, views or services in force")
    public RegisteredObjects objects(@RestPath String kind) {
        return new RegisteredObjects(catalogue.objects(kind(kind)));
    }

    @GET
    @Path("/{kind: entities|sources|views|services}/{name}")
    @Operation(summary = "The entity, source, view or service of that name")
    public RegisteredObject object(@RestPath String kind, @RestPath String name) {
        return catalogue.object(kind(kind), name);
    }

    @GET
    @Path("/{kind: entities|sources|views|services}/{name}/versions")
    @Operation(summary = "All versions that there ever were of an entity, source, view or service, the newest first")
    public Versions versions(@RestPath String kind, @RestPath String name) {
        return new Versions(registry.versions(kind(kind), name));
    }

    @GET
    @Path("/lineage")
    @Operation(summary = "What is made of what: sources, views, services, model versions; all, or around one node")
    public Lineage lineage(@RestQuery @DefaultValue("") String node) {
        if (node.isEmpty()) {
            return catalogue.lineage();
        }
        try {
            return catalogue.lineage().around(Lineage.Node.parse(node));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("node", node, String.valueOf(e.getMessage()));
        }
    }

    private static ObjectKind kind(String plural) {
        return switch (plural) {
            case "entities" -> ObjectKind.ENTITY;
            case "sources" -> ObjectKind.SOURCE;
            case "services" -> ObjectKind.SERVICE;
            default -> ObjectKind.VIEW;
        };
    }

    private static @Nullable DefinitionFiles files(@Nullable Map<String, String> texts) {
        try {
            return texts == null ? null : new DefinitionFiles(texts);
        } catch (DefinitionException e) {
            throw ProblemException.invalid("files", texts.keySet(), String.valueOf(e.getMessage()));
        }
    }
}
