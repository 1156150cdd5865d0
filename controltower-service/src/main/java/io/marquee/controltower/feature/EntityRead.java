package io.marquee.controltower.feature;

/** One entity to look up. */
public record EntityRead(EntityFields fields, long id) {}
