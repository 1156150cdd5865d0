package io.marquee.workhorse.ingestion.load;

import io.marquee.workhorse.ingestion.schema.ColumnSchema;
import io.marquee.workhorse.ingestion.schema.TableSchema;
import io.marquee.workhorse.platform.Database;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Finds out which ids mean the same film, from all records and not from the order in which they came. Each id belongs to at
 * most one film, and a film has at most one MovieLens, one IMDb and one TMDB id:
 *
 * <ol>
 *   <li>Records with a MovieLens id make a film of each such id. It has the IMDb and the TMDB id that its best source says;
 *       an id that several films want goes to the one with the better source, then to the smaller MovieLens id.
 *   <li>Records of TMDB join the film that has their TMDB id, and give it their IMDb id if it has none and nobody has that.
 *   <li>The others join the film that has their IMDb id, if it has no TMDB id yet; of several, the best source, then the
 *       smallest TMDB id does.
 *   <li>What is left makes films of its own. An IMDb id that several of them want goes to one by the same rule.
 *   <li>Records that have nothing but an IMDb id are part of the film that has it, or make one.
 * </ol>
 *
 * <p>The movie id is MovieLens's, else derived from the IMDb id, else from the TMDB id; the derived ids of a film's other
 * ids become its aliases. Steps 1 to 4 happen here; step 5 follows from the aliases.
 */
final class FilmIdentity {

    private final Connection connection;
    private final ColumnSchema imdbId;
    private final ColumnSchema tmdbId;

    FilmIdentity(Connection connection, TableSchema movies) {
        this.connection = connection;
        this.imdbId = movies.column("imdb_id").orElseThrow();
        this.tmdbId = movies.column("tmdb_id").orElseThrow();
    }

    /**
     * Brings the aliases up to date. What changed is left in the temporary table {@code rekeyed}: {@code alias_id}, and the
     * film it meant and means, null for none.
     */
    void update() throws SQLException {
        run("CREATE TEMP TABLE rekeyed (alias_id bigint, old_movie_id bigint, movie_id bigint) ON COMMIT DROP");
        if (!isNeeded()) {
            return;
        }
        collectClaims();
        claimForMovieLens("imdb");
        claimForMovieLens("tmdb");
        joinByTmdbId();
        joinByImdbId();
        standAlone();
        replaceAliases();
    }

    /** Records with only an IMDb id decide nothing; but aliases that were never computed are needed for them too. */
    private boolean isNeeded() throws SQLException {
        return Database.query(connection, """
                        SELECT EXISTS (SELECT FROM touched WHERE own_id < %1$d OR own_id >= %2$d)
                            OR NOT EXISTS (SELECT FROM catalog.movie_aliases)
                        """.formatted(DerivedId.IMDB, DerivedId.TMDB), row -> row.getBoolean(1))
                .getFirst();
    }

    private void collectClaims() throws SQLException {
        run("""
                CREATE TEMP TABLE claims ON COMMIT DROP AS
                SELECT own_id, source, imdb_id, tmdb_id, %s AS imdb_rank, %s AS tmdb_rank
                FROM catalog.movie_records
                WHERE (own_id < %d OR own_id >= %d) AND (imdb_id IS NOT NULL OR tmdb_id IS NOT NULL)
                """.formatted(
                SqlColumns.rank(imdbId, "source"), SqlColumns.rank(tmdbId, "source"), DerivedId.IMDB, DerivedId.TMDB));
        run("ANALYZE claims");
        run("""
                CREATE TEMP TABLE tmdb_records ON COMMIT DROP AS
                SELECT DISTINCT ON (own_id) own_id - %1$d AS tmdb_id, imdb_id, imdb_rank, source
                FROM claims WHERE own_id >= %1$d
                ORDER BY own_id, imdb_id IS NULL, imdb_rank, source
                """.formatted(DerivedId.TMDB));
        run("ANALYZE tmdb_records");
    }

    /** Step 1, for one kind of id. */
    private void claimForMovieLens(String kind) throws SQLException {
        run("""
                CREATE TEMP TABLE %1$s_owners ON COMMIT DROP AS
                SELECT DISTINCT ON (%1$s_id) %1$s_id, movie_id
                FROM (SELECT DISTINCT ON (own_id) own_id AS movie_id, %1$s_id, %1$s_rank, source
                      FROM claims WHERE own_id < %2$d AND %1$s_id IS NOT NULL
                      ORDER BY own_id, %1$s_rank, source) best
                ORDER BY %1$s_id, %1$s_rank, source, movie_id
                """.formatted(kind, DerivedId.IMDB));
        run("CREATE INDEX ON %1$s_owners (%1$s_id)".formatted(kind));
        run("CREATE INDEX ON %1$s_owners (movie_id)".formatted(kind));
        run("ANALYZE " + kind + "_owners");
    }

    /** Step 2. */
    private void joinByTmdbId() throws SQLException {
        run("""
                INSERT INTO imdb_owners
                SELECT DISTINCT ON (r.imdb_id) r.imdb_id, o.movie_id
                FROM tmdb_records r JOIN tmdb_owners o USING (tmdb_id)
                WHERE r.imdb_id IS NOT NULL
                  AND NOT EXISTS (SELECT FROM imdb_owners i WHERE i.imdb_id = r.imdb_id)
                  AND NOT EXISTS (SELECT FROM imdb_owners i WHERE i.movie_id = o.movie_id)
                ORDER BY r.imdb_id, r.imdb_rank, r.source, o.movie_id
                """);
    }

    /** Step 3. */
    private void joinByImdbId() throws SQLException {
        run("""
                INSERT INTO tmdb_owners
                SELECT DISTINCT ON (o.movie_id) r.tmdb_id, o.movie_id
                FROM tmdb_records r JOIN imdb_owners o USING (imdb_id)
                WHERE NOT EXISTS (SELECT FROM tmdb_owners t WHERE t.tmdb_id = r.tmdb_id)
                  AND NOT EXISTS (SELECT FROM tmdb_owners t WHERE t.movie_id = o.movie_id)
                ORDER BY o.movie_id, r.imdb_rank, r.source, r.tmdb_id
                """);
    }

    /** Step 4. Those without an IMDb id need no row: their movie id is their own. */
    private void standAlone() throws SQLException {
        run("""
                INSERT INTO tmdb_owners
                SELECT DISTINCT ON (r.imdb_id) r.tmdb_id, %s
                FROM tmdb_records r
                WHERE r.imdb_id IS NOT NULL
                  AND NOT EXISTS (SELECT FROM tmdb_owners t WHERE t.tmdb_id = r.tmdb_id)
                  AND NOT EXISTS (SELECT FROM imdb_owners i WHERE i.imdb_id = r.imdb_id)
                ORDER BY r.imdb_id, r.imdb_rank, r.source, r.tmdb_id
                """.formatted(derivedFromImdb("r.imdb_id")));
    }

    private void replaceAliases() throws SQLException {
        run("""
                INSERT INTO rekeyed
                SELECT alias_id, known.movie_id, found.movie_id
                FROM (SELECT %s AS alias_id, movie_id FROM imdb_owners
                      UNION ALL SELECT %d + tmdb_id, movie_id FROM tmdb_owners) found
                FULL JOIN catalog.movie_aliases known USING (alias_id)
                WHERE known.movie_id IS DISTINCT FROM found.movie_id
                """.formatted(derivedFromImdb("imdb_id"), DerivedId.TMDB));
        run("DELETE FROM catalog.movie_aliases a USING rekeyed r WHERE a.alias_id = r.alias_id AND r.movie_id IS NULL");
        run("""
                INSERT INTO catalog.movie_aliases (alias_id, movie_id)
                SELECT alias_id, movie_id FROM rekeyed WHERE movie_id IS NOT NULL ORDER BY alias_id
                ON CONFLICT (alias_id) DO UPDATE SET movie_id = excluded.movie_id
                """);
        run("ANALYZE rekeyed");
    }

    private static String derivedFromImdb(String imdbId) {
        return DerivedId.IMDB + " + substr(" + imdbId + ", 3)::bigint";
    }

    private void run(String sql) throws SQLException {
        Database.update(connection, sql);
    }
}
