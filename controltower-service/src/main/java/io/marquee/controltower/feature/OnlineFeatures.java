package io.marquee.controltower.feature;

import java.util.List;

/** Where the present feature values are looked up. */
public interface OnlineFeatures {

    /**
     * Reads many entities in one go.
     *
     * @return one row per read, in their order; {@link EntityRow#UNKNOWN} where the store has none
     * @throws FeaturesUnavailableException when the store does not answer in time; callers then go on without
     */
    List<EntityRow> read(List<EntityRead> reads) throws FeaturesUnavailableException;
}
