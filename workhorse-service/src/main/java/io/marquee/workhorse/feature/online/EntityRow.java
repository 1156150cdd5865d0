package io.marquee.workhorse.feature.online;

import io.marquee.contract.feature.OnlineRow;

/**
 * A feature row with the entity it belongs to.
 *
 * @param entityId value of the view's join key
 */
record EntityRow(long entityId, OnlineRow row) {}
