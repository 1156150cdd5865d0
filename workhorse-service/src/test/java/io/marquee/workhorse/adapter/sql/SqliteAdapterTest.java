package io.marquee.workhorse.adapter.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AllowedFolders;
import io.marquee.workhorse.platform.DriverFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAdapterTest extends SqlAdapterContract {

    @TempDir
    Path folder;

    @Override
    String uri() {
        return "sqlite:///" + folder.resolve("movies.db").toAbsolutePath();
    }

    @Override
    protected SqlAdapter adapter() {
        // What is read must be there: a database is made by the first write.
        if (!Files.exists(folder.resolve("movies.db"))) {
            try {
                Files.createFile(folder.resolve("movies.db"));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return super.adapter();
    }

    @Test
    void shouldNotMakeADatabaseByReadingIt() {
        SqlAdapter missing = adapter("sqlite:///" + folder.toAbsolutePath() + "/missing.db");

        assertThatThrownBy(missing::test)
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("there is no file " + folder.toAbsolutePath() + "/missing.db");
    }

    @Test
    void shouldStayBelowTheAllowedFolders() {
        SqlConnections connections =
                new SqlConnections(new DriverFolder(folder), new AllowedFolders(List.of(folder.resolve("allowed"))));

        assertThatThrownBy(() -> new SqlAdapter(connections, JdbcTargets.of(uri()), 500).test())
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("a path must be below");
    }
}
