package io.marquee.workhorse.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcTargetsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://u:p@h:5432/db           | jdbc:postgresql://h:5432/db        | postgresql://u@h:5432/db",
                "postgres://h/db                      | jdbc:postgresql://h:5432/db        | postgres://h/db",
                "POSTGRESQL://u@H.example.org/db      | jdbc:postgresql://H.example.org:5432/db | postgresql://u@H.example.org/db",
                "postgresql+psycopg2://u:p@h/db       | jdbc:postgresql://h:5432/db        | postgresql://u@h/db",
                "postgresql://u:p@[2001:db8::1]:6000/db | jdbc:postgresql://[2001:db8::1]:6000/db | postgresql://u@[2001:db8::1]:6000/db",
                "postgresql://u:p@[::1]/db            | jdbc:postgresql://[::1]:5432/db    | postgresql://u@[::1]/db",
                "postgresql://u:p@h/my%20db           | jdbc:postgresql://h:5432/my%20db   | postgresql://u@h/my db",
                "redshift://u:p@c.eu.redshift.example/dev | jdbc:redshift://c.eu.redshift.example:5439/dev | redshift://u@c.eu.redshift.example/dev",
                "mysql://u:p@h/db                     | jdbc:mysql://h:3306/db             | mysql://u@h/db",
                "mysql+pymysql://u:p@h:3307/db        | jdbc:mysql://h:3307/db             | mysql://u@h:3307/db",
                "mariadb://u:p@[::1]:3307/db          | jdbc:mariadb://[::1]:3307/db       | mariadb://u@[::1]:3307/db",
                "sqlite:///data/movies.db             | jdbc:sqlite:data/movies.db         | sqlite:///data/movies.db",
                "sqlite:////var/data/movies.db        | jdbc:sqlite:/var/data/movies.db    | sqlite:////var/data/movies.db",
                "sqlite:///my%20movies.db             | jdbc:sqlite:my movies.db           | sqlite:///my movies.db",
                "snowflake://u:p@acc/db/schema        | jdbc:snowflake://acc.snowflakecomputing.com/ | snowflake://u@acc/db/schema",
                "snowflake://u:p@acc.eu-west-1/db     | jdbc:snowflake://acc.eu-west-1.snowflakecomputing.com/ | snowflake://u@acc.eu-west-1/db",
                "bigquery://project/dataset           | jdbc:bigquery://https://www.googleapis.com/bigquery/v2:443 | bigquery://project/dataset",
                "sqlserver://u:p@h/db                 | jdbc:sqlserver://                  | sqlserver://u@h/db",
                "mssql+pyodbc://u:p@h/db              | jdbc:sqlserver://                  | mssql://u@h/db",
                "synapse://u:p@ws.sql.azuresynapse.net/db | jdbc:sqlserver://              | synapse://u@ws.sql.azuresynapse.net/db"
            })
    void shouldTranslate(String uri, String url, String shown) {
        JdbcTarget target = JdbcTargets.of(uri);

        assertThat(target.url(target.dialect().drivers().getFirst())).isEqualTo(url);
        assertThat(target.shown()).isEqualTo(shown);
        assertThat(target.toString()).isEqualTo(shown);
    }

    @Test
    void shouldHandUserPasswordAndOptionsToTheDriver() {
        assertThat(JdbcTargets.of("postgresql://u%40x:p%3A%2F%25@h/db?sslmode=require&connect_timeout=3")
                        .properties())
                .containsAllEntriesOf(Map.of(
                        "user", "u@x",
                        "password", "p:/%",
                        "sslmode", "require",
                        "connectTimeout", "3",
                        "loginTimeout", "10",
                        "ApplicationName", "marquee"));
        assertThat(JdbcTargets.of("snowflake://u:p@acc/db/s?warehouse=W&role=R").properties())
                .containsAllEntriesOf(Map.of("db", "db", "schema", "s", "warehouse", "W", "role", "R"));
        assertThat(JdbcTargets.of("bigquery://project/dataset").properties())
                .isEqualTo(properties("ProjectId", "project", "DefaultDataset", "dataset", "OAuthType", "3"));
        assertThat(JdbcTargets.of("synapse://u:p@[::1]:1444/db").properties())
                .isEqualTo(properties(
                        "serverName", "::1",
                        "portNumber", "1444",
                        "databaseName", "db",
                        "encrypt", "true",
                        "loginTimeout", "10",
                        "user", "u",
                        "password", "p"));
        assertThat(JdbcTargets.of("mysql://u:p@h/db").properties())
                .containsAllEntriesOf(Map.of(
                        "allowLoadLocalInfile", "false",
                        "allowLocalInfile", "false",
                        "allowMultiQueries", "false",
                        "autoDeserialize", "false",
                        "connectionTimeZone", "UTC"));
    }

    @Test
    void shouldTakeAPasswordWithAnAtSign() {
        assertThat(JdbcTargets.of("postgresql://u:p@ss@h/db").properties()).containsEntry("password", "p@ss");
    }

    @Test
    void shouldLeaveOutUserAndPasswordWhenThereAreNone() {
        assertThat(JdbcTargets.of("postgresql://h/db").properties()).doesNotContainKeys("user", "password");
        assertThat(JdbcTargets.of("postgresql://u:@h/db").properties()).containsEntry("password", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "movies                          | a connection URI is like postgresql://user:password@host:5432/database",
                "jdbc:postgresql://h/db          | a connection URI is like postgresql://user@host:5432/database, not a JDBC URL",
                "oracle://u:secret@h/db          | a connection URI must start with one of postgresql://",
                "postgresql:///db                | a postgresql URI needs a host after postgresql://",
                "postgresql://u:secret@h         | a postgresql URI needs a database: postgresql://user@host/database",
                "postgresql://u:secret@h/        | a postgresql URI needs a database",
                "postgresql://u:secret@h:0/db    | the port of the connection URI must be a number from 1 to 65535",
                "postgresql://u:secret@h:65536/db| the port of the connection URI must be a number from 1 to 65535",
                "postgresql://u:secret@h:x/db    | the port of the connection URI must be a number from 1 to 65535",
                "postgresql://u:sec/ret@h/db     | the user or the password of the connection URI has a '/' or '?'",
                "postgresql://u:secret%@h/db     | the password of the connection URI has a '%' that is not followed",
                "postgresql://u:secret%zz@h/db   | the password of the connection URI has a '%' that is not followed",
                "postgresql://u:secret%ff@h/db   | the password of the connection URI is not UTF-8",
                "postgresql://u:secret%0a@h/db   | the password of the connection URI has a control character",
                "postgresql://u:secret@h h/db    | the host of the connection URI must be letters",
                "postgresql://u:secret@[::1/db   | the host of the connection URI must be an address like [2001:db8::1]",
                "postgresql://u:secret@[x]/db    | the host of the connection URI must be an address like [2001:db8::1]",
                "postgresql://u:secret@h/a/b     | the database of the connection URI must be letters",
                "postgresql://u:secret@h/db?a    | the options of the connection URI must be like ?name=value",
                "postgresql://u:secret@h/db?sslmode=a&sslmode=b | the option 'sslmode' of the connection URI is there twice",
                "postgresql://u:secret@h/db?socketFactory=x | the option 'socketFactory' is not one of those that postgresql:// takes",
                "mysql://u:secret@h/db?allowLoadLocalInfile=true | the option 'allowLoadLocalInfile' is not one of those",
                "mysql://u:secret@h/db%3Fautodeserialize=true | the database of the connection URI must be letters",
                "mysql://u:secret@h/db;x=y       | the database of the connection URI must be letters",
                "mysql://u:secret@(host=h)/db    | the host of the connection URI must be letters",
                "mysql://u:secret@h,i/db         | the host of the connection URI must be letters",
                "sqlite://movies.db              | a SQLite URI has three slashes",
                "sqlite:///                      | a SQLite URI must name a file",
                "sqlite:///:memory:              | a SQLite URI must name a file",
                "sqlite:///file:x                | a SQLite URI must name a file",
                "sqlite:///x%3Fenable_load_extension=true | a SQLite URI must name a file",
                "sqlite:///x?mode=memory         | the option 'mode' is not one of those that sqlite:// takes: it takes none",
                "snowflake://u:secret@acc        | a Snowflake URI is like snowflake://",
                "snowflake://u:secret@acc/a/b/c  | a Snowflake URI is like snowflake://",
                "bigquery://u:secret@project/d   | a BigQuery URI is like bigquery://project/dataset",
                "bigquery:///d                   | a bigquery URI needs a project after bigquery://",
                "sqlserver://u:secret@h/db;x=1   | the database of the connection URI must be letters",
                "synapse://u:secret@h/db?trust_server_certificate=true | Synapse's certificate is always checked"
            })
    void shouldRefuseNamingThePart(String uri, String message) {
        assertThatThrownBy(() -> JdbcTargets.of(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://u:secret@h/db\n", "postgresql://u:sec\u0000ret@h/db"})
    void shouldRefuseControlCharacters(String uri) {
        assertThatThrownBy(() -> JdbcTargets.of(uri)).hasMessageContaining("must not have control characters");
    }

    @Property
    void shouldGiveBackWhateverWasEncoded(@ForAll("texts") String user, @ForAll("texts") String password) {
        JdbcTarget target = JdbcTargets.of("postgresql://" + encoded(user) + ":" + encoded(password) + "@h/db");

        assertThat(target.properties()).containsEntry("user", user).containsEntry("password", password);
        assertThat(target.shown()).isEqualTo("postgresql://" + user + "@h/db");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars(" !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~aé기🎬")
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
    }

    @Property
    void shouldNeverShowThePassword(@ForAll("scrambled") String rest) {
        String uri = "postgresql://user:hunter2secret@" + rest;
        try {
            assertThat(JdbcTargets.of(uri).toString()).doesNotContain("hunter2");
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).doesNotContain("hunter2");
        }
    }

    @Provide
    Arbitrary<String> scrambled() {
        return Arbitraries.strings().withChars("h:/@?&=%[]#;5a ").ofMaxLength(15);
    }

    private static Properties properties(String... entries) {
        Properties properties = new Properties();
        for (int i = 0; i < entries.length; i += 2) {
            properties.setProperty(entries[i], entries[i + 1]);
        }
        return properties;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
