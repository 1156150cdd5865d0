package io.marquee.controltower.orchestration.execution;

import io.marquee.controltower.orchestration.definition.Dag;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** DAGs and their versions in the database. Rows appear when a DAG is first used; until then its file is all there is. */
@ApplicationScoped
class DagRepository implements PanacheRepositoryBase<DagEntity, String> {

    private final EntityManager entities;
    private final Clock clock;

    DagRepository(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** Makes sure of the DAG's row and locks it until the transaction ends. */
    DagEntity lock(Dag dag) {
        entities.createNativeQuery("INSERT INTO orchestration.dag (dag_id, is_paused) VALUES (?1, ?2)"
                        + " ON CONFLICT (dag_id) DO NOTHING")
                .setParameter(1, dag.dagId())
                .setParameter(2, dag.pausedUponCreation())
                .executeUpdate();
        return lock(dag.dagId()).orElseThrow();
    }

    /** Locks the DAG's row, if there is one, until the transaction ends. */
    Optional<DagEntity> lock(String dagId) {
        return Optional.ofNullable(findById(dagId, LockModeType.PESSIMISTIC_WRITE));
    }

    /** The version with exactly this content; a new one when the newest differs. Call with the DAG's row locked. */
    DagVersionEntity versionOf(Dag dag) {
        String definition = Json.write(dag);
        String digest = sha256(definition);
        DagVersionEntity newest = newestVersion(dag.dagId());
        if (newest != null && newest.digest.equals(digest)) {
            return newest;
        }
        DagVersionEntity version = new DagVersionEntity();
        version.id = UUID.randomUUID();
        version.dagId = dag.dagId();
        version.versionNumber = newest == null ? 1 : newest.versionNumber + 1;
        version.digest = digest;
        version.definition = definition;
        version.createdAt = clock.instant();
        entities.persist(version);
        return version;
    }

    private @Nullable DagVersionEntity newestVersion(String dagId) {
        return entities.createQuery(
                        "from DagVersionEntity where dagId = ?1 order by versionNumber desc", DagVersionEntity.class)
                .setParameter(1, dagId)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
