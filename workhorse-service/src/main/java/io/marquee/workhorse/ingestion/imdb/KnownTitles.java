package io.marquee.workhorse.ingestion.imdb;

import io.marquee.workhorse.platform.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** The IMDb ids that the catalogue has. */
@ApplicationScoped
class KnownTitles {

    private static final int ROWS_AT_A_TIME = 10_000;

    private final Database database;

    KnownTitles(Database database) {
        this.database = database;
    }

    /** Reads them, 12 to 18 bytes each. */
    IdTable read() {
        return database.with(connection -> {
            IdTable known = new IdTable();
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT imdb_id FROM catalog.movies WHERE imdb_id IS NOT NULL")) {
                statement.setFetchSize(ROWS_AT_A_TIME);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        byte[] id = rows.getString(1).getBytes(StandardCharsets.UTF_8);
                        long number = Digits.parse(id, Math.min(2, id.length), id.length);
                        if (number >= 0) {
                            known.add(number);
                        }
                    }
                }
            }
            return known;
        });
    }
}
