package io.marquee.workhorse.feature.registry;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * One apply.
 *
 * @param revision counts up from 1
 * @param filesHash SHA-256 of the files
 * @param author who applied them
 * @param note why
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RegistryRevision(long revision, String filesHash, String author, String note, Instant createdAt) {}
