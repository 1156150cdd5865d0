package io.marquee.nervous.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecurringWorkTest {

    private final RecurringWork work = new RecurringWork("test");

    @Test
    void shouldBearADatabaseThatIsAway() {
        assertThatCode(() -> work.run(() -> {
                    throw new IllegalStateException(new SQLException("Connection refused", "08001"));
                }))
                .doesNotThrowAnyException();
        assertThatCode(() -> work.run(() -> {
                    throw new DatabaseException(new SQLException("Sorry, acquisition timeout!"));
                }))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldPassOtherFailuresOn() {
        assertThatThrownBy(() -> work.run(() -> {
                    throw new DatabaseException(new SQLException("relation does not exist", "42P01"));
                }))
                .hasMessage("relation does not exist");
        assertThatThrownBy(() -> work.run(() -> {
                    throw new IllegalStateException("bug");
                }))
                .hasMessage("bug");
    }

    @Test
    void shouldAllowNoFurtherTurnOnceStopped() throws InterruptedException {
        // Given
        AtomicInteger turns = new AtomicInteger();
        work.run(turns::incrementAndGet);

        // When
        work.stop(Duration.ofSeconds(1));
        work.run(turns::incrementAndGet);

        // Then
        assertThat(turns).hasValue(1);
    }

    @Test
    void shouldKnowDataThatCanNeverBeStored() {
        assertThat(new DatabaseException(new SQLException("bad byte", "22021")).isDataFault())
                .isTrue();
        assertThat(new DatabaseException(new SQLException("refused", "08001")).isDataFault())
                .isFalse();
        assertThat(new DatabaseException(new SQLException("no state")).isDataFault())
                .isFalse();
    }
}
