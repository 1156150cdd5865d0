package io.marquee.nervous.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.problem.Problem;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class OutageMappersTest {

    private final OutageMappers mappers = new OutageMappers();

    @Test
    void shouldAskToComeBackWhileTheDatabaseIsAway() {
        // When
        Response fromSql = mappers.map(new DatabaseException(new SQLException("Connection refused", "08001")));
        Response fromHibernate =
                mappers.map(new PersistenceException(new SQLException("terminating connection", "57P01")));

        // Then
        assertThat(fromSql.getStatus()).isEqualTo(503);
        assertThat(fromSql.getHeaderString("Retry-After")).isEqualTo("5");
        assertThat(fromSql.getMediaType()).hasToString(Problem.MEDIA_TYPE);
        assertThat(fromHibernate.getStatus()).isEqualTo(503);
    }

    @Test
    void shouldNotTellTheCallerWhatIsWrongWithUs() {
        // When
        Response response = mappers.map(new DatabaseException(new SQLException("relation x does not exist", "42P01")));

        // Then
        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(((Problem) response.getEntity()).detail())
                .isEqualTo("the failure was logged with this request's id");
    }
}
