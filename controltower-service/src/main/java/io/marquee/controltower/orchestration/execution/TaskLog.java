package io.marquee.controltower.orchestration.execution;

import io.marquee.contract.event.TaskNews.LogLine;
import io.marquee.contract.id.EventId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;

/** What was said about each try of a task, in order. */
@ApplicationScoped
class TaskLog {

    private static final int LONGEST_LINE = 4000;

    private final EntityManager entities;

    TaskLog(EntityManager entities) {
        this.entities = entities;
    }

    /** Keeps the lines; those of an event that was taken in before are kept once. */
    void append(String taskInstance, int tryNumber, String eventId, List<LogLine> lines) {
        int number = 0;
        for (LogLine line : lines) {
            entities.createNativeQuery("INSERT INTO orchestration.task_log"
                            + " (task_instance, try_number, event_id, line_number, logged_at, level, line)"
                            + " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (event_id, line_number) DO NOTHING")
                    .setParameter(1, taskInstance)
                    .setParameter(2, tryNumber)
                    .setParameter(3, eventId)
                    .setParameter(4, number++)
                    .setParameter(5, line.at())
                    .setParameter(6, line.level())
                    .setParameter(7, storable(line.line()))
                    .executeUpdate();
        }
    }

    /** Adds a line of the orchestrator's own. */
    void note(String taskInstance, int tryNumber, Instant now, String level, String line) {
        append(taskInstance, tryNumber, EventId.next(now), List.of(new LogLine(now, level, line)));
    }

    List<LogLine> of(String taskInstance, int tryNumber) {
        List<?> rows = entities.createNativeQuery(
                        "SELECT logged_at, level, line FROM orchestration.task_log"
                                + " WHERE task_instance = ?1 AND try_number = ?2 ORDER BY id",
                        Object[].class)
                .setParameter(1, taskInstance)
                .setParameter(2, tryNumber)
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new LogLine((Instant) row[0], (String) row[1], (String) row[2]))
                .toList();
    }

    /** PostgreSQL text holds no NUL; a line is a line, not a file. */
    private static String storable(String line) {
        String clean = line.replace("\0", "");
        return clean.length() <= LONGEST_LINE ? clean : clean.substring(0, LONGEST_LINE) + "…";
    }
}
