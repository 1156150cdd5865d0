package io.marquee.workhorse.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {

    private final Variables variables = new Variables(
            List.of("MARQUEE_DB_[A-Z]+"),
            Map.of("MARQUEE_DB_USER", "u", "MARQUEE_DB_PASSWORD", "p$1\\${MARQUEE_DB_USER}", "AWS_SECRET", "s")::get);

    @Test
    void shouldPutInValuesAsTheyAre() {
        assertThat(variables.in("postgresql://${MARQUEE_DB_USER}:${MARQUEE_DB_PASSWORD}@h/db"))
                .isEqualTo("postgresql://u:p$1\\${MARQUEE_DB_USER}@h/db");
    }

    @Test
    void shouldLeaveOtherTextAlone() {
        assertThat(variables.in("postgresql://h/$db{x}")).isEqualTo("postgresql://h/$db{x}");
    }

    @Test
    void shouldNotGiveOutOtherSecrets() {
        assertThatThrownBy(() -> variables.in("postgresql://${AWS_SECRET}@evil.example/db"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the variable 'AWS_SECRET' may not be used in a connection URI");
    }

    @Test
    void shouldNameAVariableThatIsNotSet() {
        assertThatThrownBy(() -> variables.in("${MARQUEE_DB_HOST}"))
                .hasMessage("the variable 'MARQUEE_DB_HOST' is not set");
    }
}
