package io.marquee.controltower.orchestration.execution;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Signs of life of the orchestrator's parts, kept where every instance of the service sees them. */
@ApplicationScoped
public class ComponentPulse {

    /** A part of the orchestrator, as Airflow's health answer names it. */
    public enum Component {
        SCHEDULER,
        DAG_PROCESSOR;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Duration WRITE_AT_MOST_EVERY = Duration.ofSeconds(3);

    private final EntityManager entities;
    private final Clock clock;
    private final Map<Component, Instant> written = new ConcurrentHashMap<>();

    ComponentPulse(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** The part has just done its work. */
    @Transactional
    public void beat(Component component) {
        Instant now = clock.instant();
        Instant last = written.get(component);
        if (last != null && Duration.between(last, now).compareTo(WRITE_AT_MOST_EVERY) < 0) {
            return;
        }
        entities.createNativeQuery("INSERT INTO orchestration.component (name, beat_at) VALUES (?1, ?2)"
                        + " ON CONFLICT (name) DO UPDATE SET beat_at = GREATEST(component.beat_at, excluded.beat_at)")
                .setParameter(1, component.wireName())
                .setParameter(2, now)
                .executeUpdate();
        written.put(component, now);
    }

    /** When the part last did its work, in any instance. */
    @Transactional
    public Optional<Instant> lastBeat(Component component) {
        List<?> found = entities.createNativeQuery(
                        "SELECT beat_at FROM orchestration.component WHERE name = ?1", Instant.class)
                .setParameter(1, component.wireName())
                .getResultList();
        return found.stream().map(Instant.class::cast).findFirst();
    }
}
