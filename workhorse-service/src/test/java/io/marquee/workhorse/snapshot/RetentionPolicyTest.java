package io.marquee.workhorse.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.snapshot.RetentionPolicy.Candidate;
import io.marquee.workhorse.snapshot.RetentionPolicy.Expired;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionPolicyTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    private static Candidate candidate(String tag, int days, boolean keep) {
        return new Candidate(tag, NOW.minus(Duration.ofDays(days)), keep);
    }

    private static List<String> tags(List<Expired> expired) {
        return expired.stream().map(Expired::tag).toList();
    }

    @Test
    void shouldLetGoOfTheOldAndOfThoseBeyondTheNewest() {
        // Given
        List<Candidate> snapshots = List.of(
                candidate("ancient", 100, false),
                candidate("fourth", 4, false),
                candidate("third", 3, false),
                candidate("second", 2, false),
                candidate("first", 1, false));

        // When
        List<Expired> expired = new RetentionPolicy(2, Duration.ofDays(30)).expired(snapshots, Set.of(), NOW);

        // Then
        assertThat(tags(expired)).containsExactly("ancient", "fourth");
        assertThat(expired.getFirst().reason()).contains("older");
    }

    @Test
    void shouldNeverLetGoOfWhatIsKeptOrReferredToOrTheNewest() {
        // Given
        List<Candidate> snapshots =
                List.of(candidate("kept", 900, true), candidate("run", 800, false), candidate("newest", 700, false));

        // When
        List<Expired> expired = new RetentionPolicy(1, Duration.ZERO).expired(snapshots, Set.of("run"), NOW);

        // Then
        assertThat(expired).isEmpty();
    }

    @Test
    void shouldRefuseToKeepNone() {
        assertThatThrownBy(() -> new RetentionPolicy(0, Duration.ZERO)).hasMessageContaining("got: 0");
    }
}
