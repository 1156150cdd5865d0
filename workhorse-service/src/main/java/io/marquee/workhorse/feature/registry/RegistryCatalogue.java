package io.marquee.workhorse.feature.registry;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is in force, with what the registry knows about it. */
@ApplicationScoped
public class RegistryCatalogue {

    private final RegisteredDefinitions active;
    private final RegistryStore store;
    private final ModelUses uses;

    RegistryCatalogue(RegisteredDefinitions active, RegistryStore store, ModelUses uses) {
        this.active = active;
        this.store = store;
        this.uses = uses;
    }

    /** All of one kind, by name. */
    List<RegisteredObject> objects(ObjectKind kind) {
        List<ObjectVersion> history = store.objects();
        return documents(kind, active.get())
                .map(document -> object(document, history))
                .toList();
    }

    /**
     * The object of that name.
     *
     * @throws ProblemException when there is none
     */
    RegisteredObject object(ObjectKind kind, String name) {
        return documents(kind, active.get())
                .filter(document -> document.name().equals(name))
                .findFirst()
                .map(document -> object(document, store.versions(kind, name).reversed()))
                .orElseThrow(() -> ProblemException.notFound(kind.word(), name));
    }

    /** What is made of what. */
    Lineage lineage() {
        return Lineage.of(active.get(), uses.all());
    }

    /** @param history the oldest first */
    private static RegisteredObject object(DefinitionDocument document, List<ObjectVersion> history) {
        List<ObjectVersion> own = new ArrayList<>(history);
        own.removeIf(
                version -> version.kind() != document.kind() || !version.name().equals(document.name()));
        ObjectVersion last = own.getLast();
        return new RegisteredObject(
                document.kind(),
                document.name(),
                last.version(),
                last.revision(),
                last.author(),
                own.getFirst().createdAt(),
                last.createdAt(),
                document.content());
    }

    private static Stream<DefinitionDocument> documents(ObjectKind kind, FeatureDefinitions definitions) {
        return switch (kind) {
            case ENTITY -> definitions.entities().stream().map(DefinitionDocument::of);
            case SOURCE -> definitions.sources().stream().map(DefinitionDocument::of);
            case VIEW -> definitions.views().stream().map(DefinitionDocument::of);
            case SERVICE -> definitions.services().stream().map(DefinitionDocument::of);
            case FIELD -> Stream.empty();
        };
    }
}
