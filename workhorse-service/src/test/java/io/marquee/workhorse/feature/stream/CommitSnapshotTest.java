package io.marquee.workhorse.feature.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitSnapshotTest {

    @Test
    void shouldSeeWhatHadCommitted() {
        // When
        CommitSnapshot snapshot = CommitSnapshot.parse("100:105:100,103");

        // Then
        assertThat(snapshot).isEqualTo(new CommitSnapshot(100, 105, Set.of(100L, 103L)));
        assertThat(snapshot.sees(99)).isTrue();
        assertThat(snapshot.sees(100)).isFalse();
        assertThat(snapshot.sees(102)).isTrue();
        assertThat(snapshot.sees(103)).isFalse();
        assertThat(snapshot.sees(104)).isTrue();
        assertThat(snapshot.sees(105)).isFalse();
    }

    @Test
    void shouldReadOneWithoutRunningTransactions() {
        assertThat(CommitSnapshot.parse("745:745:").sees(744)).isTrue();
        assertThat(CommitSnapshot.parse("745:745:").sees(745)).isFalse();
    }

    @Test
    void shouldRefuseAnythingElse() {
        assertThatThrownBy(() -> CommitSnapshot.parse("745"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a snapshot: 745");
    }
}
