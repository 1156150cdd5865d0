package io.marquee.controltower.orchestration.definition;

import com.cronutils.mapper.CronMapper;
import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When runs start by themselves: a Unix cron expression of five fields, or one of the presets {@code @hourly},
 * {@code @daily}, {@code @weekly}, {@code @monthly}, {@code @quarterly} and {@code @yearly}.
 *
 * <p>As in Unix, a day matches when either the day of the month or the day of the week does, if both are restricted.
 *
 * @param expression as written in the DAG file
 * @param zone the time zone that the expression is meant in
 */
public record Schedule(String expression, ZoneId zone) {

    private static final Map<String, String> PRESETS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@quarterly", "0 0 1 */3 *",
            "@yearly", "0 0 1 1 *");

    private static final CronParser UNIX = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    public Schedule {
        if (expression.startsWith("@") && !PRESETS.containsKey(expression)) {
            throw new IllegalArgumentException("'schedule' must be a cron expression or one of "
                    + PRESETS.keySet().stream().sorted().toList() + ", got: '" + expression + "'");
        }
        try {
            UNIX.parse(cron(expression)).validate();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'schedule' is not a cron expression of five fields: '" + expression + "': " + e.getMessage(), e);
        }
    }

    /** The expression in cron's own five fields. */
    public String cron() {
        return cron(expression);
    }

    /** The first time after that instant, if there is one. */
    public Optional<Instant> nextAfter(Instant instant) {
        return ExecutionTime.forCron(UNIX.parse(cron()))
                .nextExecution(instant.atZone(zone))
                .map(ZonedDateTime::toInstant);
    }

    /** The last time that is not after that instant, if there is one. */
    public Optional<Instant> lastUpTo(Instant instant) {
        // The library answers with a time strictly before, in whole seconds.
        ZonedDateTime justAfter =
                instant.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).atZone(zone);
        return ExecutionTime.forCron(UNIX.parse(cron()))
                .lastExecution(justAfter)
                .map(ZonedDateTime::toInstant);
    }

    /**
     * The same schedule as Quartz writes it. Quartz cannot restrict the day of the month and of the week at once; then it
     * takes two expressions, whose times together are those of this schedule.
     */
    public List<String> quartzExpressions() {
        String[] fields = cron().trim().split("\\s+");
        boolean bothDays = !fields[2].startsWith("*") && !fields[4].startsWith("*");
        if (!bothDays) {
            return List.of(quartz(cron()));
        }
        return List.of(
                quartz(String.join(" ", fields[0], fields[1], fields[2], fields[3], "*")),
                quartz(String.join(" ", fields[0], fields[1], "*", fields[3], fields[4])));
    }

    private static String quartz(String unix) {
        Cron cron = UNIX.parse(unix);
        return CronMapper.fromUnixToQuartz().map(cron).asString();
    }

    private static String cron(String expression) {
        return PRESETS.getOrDefault(expression, expression);
    }
}
