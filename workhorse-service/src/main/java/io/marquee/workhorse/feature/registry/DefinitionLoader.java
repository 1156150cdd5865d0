package io.marquee.workhorse.feature.registry;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.AggregationSql;
import io.marquee.workhorse.feature.definition.DefinitionFiles;
import io.marquee.workhorse.feature.definition.DefinitionReader;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import jakarta.enterprise.context.ApplicationScoped;

/** Turns files, those of the registry or others, into definitions. */
@ApplicationScoped
class DefinitionLoader {

    private final RegistryStore store;
    private final AggregationSql aggregationSql;

    DefinitionLoader(RegistryStore store, AggregationSql aggregationSql) {
        this.store = store;
        this.aggregationSql = aggregationSql;
    }

    /**
     * What files define, with the versions that their views would have if they were applied now.
     *
     * @throws io.marquee.workhorse.platform.yaml.DefinitionException naming file, line and reason
     */
    FeatureDefinitions read(DefinitionFiles files) {
        return new RegistryHistory(store.objects()).numbered(DefinitionReader.read(files, aggregationSql));
    }

    /**
     * The definitions of a revision, as they were in force.
     *
     * @throws io.marquee.workhorse.platform.yaml.DefinitionException when this version of the service cannot read them
     */
    FeatureDefinitions load(long revision) {
        if (revision == 0) {
            return FeatureDefinitions.none();
        }
        if (store.revision(revision).isEmpty()) {
            throw ProblemException.notFound("revision", revision);
        }
        return DefinitionReader.read(store.files(revision), aggregationSql)
                .withVersions(new RegistryHistory(store.objects()).viewVersions(revision));
    }
}
