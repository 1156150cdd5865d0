package io.marquee.workhorse.feature.offline;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import java.util.List;
import java.util.Optional;

/**
 * What readers of the offline store see: all views of one build.
 *
 * @param views empty while nothing has been built
 */
public record CurrentBuild(List<OfflineBuild> views) {

    public CurrentBuild {
        views = List.copyOf(views);
    }

    /** The rows of a view, if it has any. */
    public Optional<OfflineBuild> find(String view) {
        return views.stream().filter(build -> build.view().equals(view)).findFirst();
    }

    /**
     * The rows of a view, or the {@value OfflineStore#LABELS}.
     *
     * @throws ProblemException when there are none
     */
    public OfflineBuild get(String view) {
        return find(view)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.CONFLICT, "'" + view + "' has no offline rows yet; build the features first"));
    }

    /**
     * The rows of a view.
     *
     * @throws ProblemException when there are none, or they are of another version of the view
     */
    public OfflineBuild get(ViewDefinition definition) {
        OfflineBuild build = get(definition.name());
        if (build.version() != definition.view().version()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the rows of feature view '" + definition.name() + "' were built from version " + build.version()
                            + " of its definition, which is now at "
                            + definition.view().version() + "; build the features again");
        }
        return build;
    }
}
