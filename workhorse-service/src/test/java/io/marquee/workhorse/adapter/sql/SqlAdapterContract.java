package io.marquee.workhorse.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AllowedFolders;
import io.marquee.workhorse.adapter.DataAdapterContract;
import io.marquee.workhorse.adapter.ListRows;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.adapter.WriteMode;
import io.marquee.workhorse.platform.DriverFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an adapter for a database does besides. */
abstract class SqlAdapterContract extends DataAdapterContract {

    abstract String uri();

    @Override
    protected SqlAdapter adapter() {
        return adapter(uri());
    }

    static SqlAdapter adapter(String uri) {
        SqlConnections connections =
                new SqlConnections(new DriverFolder(Path.of("target/no-drivers")), new AllowedFolders(List.of()));
        return new SqlAdapter(connections, JdbcTargets.of(uri), 500);
    }

    @Override
    protected String target(String name) {
        return name;
    }

    @Test
    void shouldRunAnInlineQueryOverLines() throws IOException {
        // Given
        adapter().write(target, ListRows.generated(PAIR, 20, i -> row(i, "m" + i)), new WriteMode.Replace());

        // When
        List<@Nullable Object[]> read = rows("""
                SELECT id AS movie_id, -- the key
                       title
                FROM %s
                WHERE title <> 'DELETE FROM x; --' AND id >= 5
                ORDER BY id
                LIMIT 3
                """.formatted(target));

        // Then
        assertThat(read).extracting(row -> row[1]).containsExactly("m5", "m6", "m7");
    }

    @Test
    void shouldUpsertByKey() throws IOException {
        // Given
        WriteMode upsert = new WriteMode.Upsert(List.of("id"));
        adapter().write(target, ListRows.generated(PAIR, 700, i -> row(i, "first")), upsert);

        // When
        long written = adapter().write(target, ListRows.generated(PAIR, 700, i -> row(i + 600, "second")), upsert);

        // Then
        assertThat(written).isEqualTo(700);
        List<@Nullable Object[]> read =
                rows("SELECT title, count(*) FROM " + target + " GROUP BY title ORDER BY title");
        assertThat(read).containsExactly(row("first", 600L), row("second", 700L));
    }

    @Test
    void shouldRefuseAnUpsertByAColumnThatIsNotThere() {
        assertThatThrownBy(() ->
                        adapter().write(target, ListRows.of(PAIR, List.of()), new WriteMode.Upsert(List.of("key"))))
                .isInstanceOf(AdapterException.class)
                .hasMessage("the key 'key' is not one of the columns: id, title");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM %s",
                "DROP TABLE %s",
                "SELECT 1; DROP TABLE %s",
                "UPDATE %s SET title = 'x'",
                "INSERT INTO %s VALUES (9, 'x')",
                "WITH x AS (SELECT 1) DELETE FROM %s"
            })
    void shouldRefuseToRunWhatIsNoQuery(String sql) throws IOException {
        // Given
        adapter().write(target, ListRows.generated(PAIR, 2, i -> row(i, "x")), new WriteMode.Replace());

        // When
        assertThatThrownBy(() -> adapter().read(sql.formatted(target)))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith("the query is refused: ");

        // Then
        assertThat(read(PAIR)).hasSize(2);
    }

    @Test
    void shouldHoldAgainstWritesAlsoBehindTheGuard() throws IOException {
        // Given
        adapter().write(target, ListRows.generated(PAIR, 2, i -> row(i, "x")), new WriteMode.Replace());
        SqlConnections connections =
                new SqlConnections(new DriverFolder(Path.of("target/no-drivers")), new AllowedFolders(List.of()));
        JdbcTarget database = JdbcTargets.of(uri());

        // When
        assertThatThrownBy(() -> {
                    try (var connection = connections.openForReading(database);
                            var statement = connection.createStatement()) {
                        statement.executeUpdate("DELETE FROM " + target);
                    }
                })
                .isInstanceOf(java.sql.SQLException.class);

        // Then
        assertThat(read(PAIR)).hasSize(2);
    }

    @Test
    void shouldQuoteNamesSoThatTheyAreOnlyNames() throws IOException {
        // Given
        String table = target + "; DROP TABLE x --";

        // When
        adapter().write(table, ListRows.generated(PAIR, 1, i -> row(i, "x")), new WriteMode.Replace());

        // Then
        Dialect dialect = JdbcTargets.of(uri()).dialect();
        assertThat(rows("SELECT * FROM " + dialect.quotedColumn(table))).hasSize(1);
    }

    @Test
    void shouldNameWhatTheDatabaseRefuses() {
        assertThatThrownBy(() -> adapter().read("no_such_table"))
                .isInstanceOf(AdapterException.class)
                .hasMessageStartingWith(adapter().origin() + ": cannot run the query: ")
                .hasMessageContaining("no_such_table");
    }

    List<@Nullable Object[]> rows(String source) throws IOException {
        try (Rows rows = adapter().read(source)) {
            java.util.ArrayList<@Nullable Object[]> read = new java.util.ArrayList<>();
            for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
                read.add(row);
            }
            return read;
        }
    }
}
