package io.marquee.workhorse.feature;

import io.marquee.contract.feature.OnlineRow;
import java.util.Optional;

/** The newest feature rows, as serving reads them. */
public interface OnlineStoreReader {

    /**
     * The row of one entity.
     *
     * @param view name of a feature view
     * @param entityId value of its join key
     * @return empty when the entity has none
     * @throws io.marquee.contract.problem.ProblemException when there is no such view, or the store does not answer
     */
    Optional<OnlineRow> read(String view, long entityId);
}
