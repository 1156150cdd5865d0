package io.marquee.workhorse.snapshot;

import java.time.Instant;

/**
 * The catalogue has become what a snapshot holds. Fired within the transaction that does it, so that whoever keeps something
 * made of the catalogue can note in the same transaction that it is out of date.
 *
 * @param snapshot what the catalogue holds now
 * @param moment that the snapshot is of
 */
public record CatalogueRestored(DataSnapshot snapshot, Instant moment) {}
