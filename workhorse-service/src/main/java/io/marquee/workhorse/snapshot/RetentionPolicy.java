package io.marquee.workhorse.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which snapshots go: those beyond the newest so many, and those of more than a certain age. Never the newest of all, one
 * that is to be kept, or one that something refers to; these do not count among the newest either.
 *
 * @param keepNewest how many stay, at least 1
 * @param maxAge the age at which one goes
 */
record RetentionPolicy(int keepNewest, Duration maxAge) {

    /** What is known of a snapshot. */
    record Candidate(String tag, Instant createdAt, boolean keep) {}

    /** A snapshot that goes. */
    record Expired(String tag, String reason) {}

    RetentionPolicy {
        if (keepNewest < 1) {
            throw new IllegalArgumentException("at least 1 snapshot has to stay, got: " + keepNewest);
        }
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("an age is not negative, got: " + maxAge);
        }
    }

    /** Those that go, oldest first. */
    List<Expired> expired(List<Candidate> snapshots, Set<String> referenced, Instant now) {
        List<Candidate> newestFirst = snapshots.stream()
                .sorted(Comparator.comparing(Candidate::createdAt)
                        .thenComparing(Candidate::tag)
                        .reversed())
                .toList();
        List<Expired> expired = new ArrayList<>();
        int stayed = 0;
        for (Candidate snapshot : newestFirst) {
            if (snapshot.keep() || referenced.contains(snapshot.tag()) || snapshot.equals(newestFirst.getFirst())) {
                continue;
            }
            if (Duration.between(snapshot.createdAt(), now).compareTo(maxAge) > 0) {
                expired.add(new Expired(snapshot.tag(), "older than " + maxAge));
            } else if (stayed >= keepNewest) {
                expired.add(new Expired(snapshot.tag(), "not among the newest " + keepNewest));
            } else {
                stayed++;
            }
        }
        return expired.reversed();
    }
}
