package io.marquee.workhorse.snapshot;

import java.util.Set;

/** Who refers to snapshots: a CDI bean per kind of referrer. What one of them names is never removed. */
public interface SnapshotReferences {

    /** Tags of the snapshots that are referred to. */
    Set<String> referenced();
}
