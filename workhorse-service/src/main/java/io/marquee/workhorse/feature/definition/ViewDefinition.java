package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.JoinKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature view with how its rows come about and are kept.
 *
 * @param computation what {@link FeatureView#sql()} was made of
 * @param sources names of the sources it is computed from, at least one
 * @param pushSource name of the push source through which rows may be handed in besides, or null
 * @param offline whether it has rows of all times for training; otherwise it only says what is true now
 * @param onlineTtl how long Redis keeps a row that is not written again; zero means forever
 */
public record ViewDefinition(
        FeatureView view,
        Computation computation,
        List<String> sources,
        @Nullable String pushSource,
        boolean offline,
        Duration onlineTtl) {

    public ViewDefinition {
        sources = List.copyOf(sources);
    }

    /** The same view as another version. */
    ViewDefinition withVersion(int version) {
        FeatureView other = new FeatureView(
                view.name(),
                version,
                view.joinKeys(),
                view.fields(),
                view.ttl(),
                view.owner(),
                view.description(),
                view.tags(),
                view.sql());
        return new ViewDefinition(other, computation, sources, pushSource, offline, onlineTtl);
    }

    public String name() {
        return view.name();
    }

    /** What identifies a row's entity, in definition order; at least one. */
    public List<JoinKey> joinKeys() {
        return view.joinKeys();
    }

    /**
     * The join key of a view that has one.
     *
     * @throws IllegalStateException when it has several
     */
    public JoinKey joinKey() {
        if (joinKeys().size() > 1) {
            throw new IllegalStateException("feature view '" + name() + "' has several join keys: " + joinKeys());
        }
        return joinKeys().getFirst();
    }

    /** Names of the entities that rows belong to. */
    public List<String> entities() {
        return joinKeys().stream().map(JoinKey::entity).toList();
    }
}
