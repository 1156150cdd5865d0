package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Which life of Redis the watermarks are of, in the database. */
@ApplicationScoped
class OnlineLife {

    private final Database database;
    private final OnlineStore online;

    OnlineLife(Database database, OnlineStore online) {
        this.database = database;
        this.online = online;
    }

    /** The life that was noted last; empty at the very first start. */
    Optional<Incarnation> noted() {
        return database.queryOne(
                "SELECT marker, servers FROM features.online_store",
                row -> new Incarnation(Optional.of(row.getString("marker")), row.getString("servers")));
    }

    /** Whether the watermarks are of this life. */
    boolean isCurrent(Incarnation incarnation) {
        return noted().filter(incarnation::equals).isPresent();
    }

    /** Notes a life, which holds all that the watermarks say, and leaves a mark in Redis if it has none. */
    void note(Incarnation incarnation) {
        String marker = incarnation.marker().orElseGet(() -> UUID.randomUUID().toString());
        if (incarnation.marker().isEmpty()) {
            online.mark(marker);
        }
        database.update("""
                INSERT INTO features.online_store (marker, servers) VALUES (?, ?)
                ON CONFLICT (one_row) DO UPDATE SET marker = excluded.marker, servers = excluded.servers,
                    claimed_until = '-infinity'
                """, marker, incarnation.servers());
    }

    /** Takes the right to rebuild for a new life; whether nobody else has it. */
    boolean claim(Instant now, Duration lease) {
        return database.update(
                        "UPDATE features.online_store SET claimed_until = ? WHERE claimed_until < ?",
                        now.plus(lease),
                        now)
                == 1;
    }

    /** Gives that right back. */
    void release() {
        database.update("UPDATE features.online_store SET claimed_until = '-infinity'");
    }
}
