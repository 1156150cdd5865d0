package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.OnlineRow;

/**
 * A feature row with the entity it belongs to.
 *
 * @param key values of the view's join keys
 */
public record EntityRow(EntityKey key, OnlineRow row) {}
