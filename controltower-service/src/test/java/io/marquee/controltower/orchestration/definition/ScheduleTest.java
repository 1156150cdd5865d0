package io.marquee.controltower.orchestration.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronExpression;

class ScheduleTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant THURSDAY = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void shouldFindTheNextAndTheLastTime() {
        // Given
        Schedule schedule = new Schedule("@weekly", UTC);
        Instant sunday = Instant.parse("2026-01-04T00:00:00Z");

        // Then
        assertThat(schedule.nextAfter(THURSDAY)).contains(sunday);
        assertThat(schedule.nextAfter(sunday)).contains(Instant.parse("2026-01-11T00:00:00Z"));
        assertThat(schedule.lastUpTo(sunday)).contains(sunday);
        assertThat(schedule.lastUpTo(sunday.minusMillis(1))).contains(Instant.parse("2025-12-28T00:00:00Z"));
    }

    @Test
    void shouldMeanTheTimeOfItsZone() {
        // Given
        Schedule schedule = new Schedule("30 4 * * *", ZoneId.of("Asia/Seoul"));

        // Then
        assertThat(schedule.nextAfter(THURSDAY)).contains(Instant.parse("2026-01-01T19:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@hourly",
                "@daily",
                "@weekly",
                "@monthly",
                "@quarterly",
                "@yearly",
                "*/15 * * * *",
                "0 9-17/2 * * 1-5",
                "5,35 3 1,15 * *",
                "0 0 * * 0",
                "0 0 * * 7",
                "0 0 * * 6,0",
                "10 2 13 * 5",
                "0 12 1-7 2,8 1",
                "0 0 31 * *",
                "15 6 * * 2-4/2",
                "0 0 29 2 *"
            })
    void shouldFireInQuartzAtTheSameTimes(String expression) throws ParseException {
        // Given
        Schedule schedule = new Schedule(expression, UTC);
        List<Instant> wanted = new ArrayList<>();
        Instant at = THURSDAY;
        // Quartz looks no further than a century ahead.
        for (int i = 0; i < 15; i++) {
            at = schedule.nextAfter(at).orElseThrow();
            wanted.add(at);
        }

        // When
        TreeSet<Instant> fired = new TreeSet<>();
        for (String quartz : schedule.quartzExpressions()) {
            CronExpression cron = new CronExpression(quartz);
            cron.setTimeZone(TimeZone.getTimeZone(UTC));
            Date fire = cron.getNextValidTimeAfter(Date.from(THURSDAY));
            while (fire != null && !fire.toInstant().isAfter(at)) {
                fired.add(fire.toInstant());
                fire = cron.getNextValidTimeAfter(fire);
            }
        }

        // Then
        assertThat(fired).containsExactlyElementsOf(wanted);
    }

    @Test
    void shouldMatchEitherKindOfDayWhenBothAreRestricted() {
        // Given
        Schedule friday13 = new Schedule("0 0 13 * 5", UTC);

        // Then
        assertThat(friday13.nextAfter(THURSDAY)).contains(Instant.parse("2026-01-02T00:00:00Z"));
        assertThat(friday13.nextAfter(Instant.parse("2026-01-12T00:00:00Z")))
                .contains(Instant.parse("2026-01-13T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "daily", "* * * *", "0 0 * * * *", "99 0 * * *", "0 25 * * *", "0 0 32 * *", "@every"})
    void shouldRefuseWhatIsNoCron(String expression) {
        // Then
        assertThatThrownBy(() -> new Schedule(expression, UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + expression + "'");
    }
}
