package io.marquee.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.cli.client.SuiteAddress.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteAddressTest {

    @TempDir
    private Path state;

    private Path run;

    @BeforeEach
    void layOut() throws IOException {
        run = Files.createDirectories(state.resolve("run"));
        Files.writeString(run.resolve("ports.properties"), "#Sun Nov 22\nworkhorse=41234\ncontroltower=41235\n");
        pid("workhorse", ProcessHandle.current().pid());
    }

    @Test
    void shouldGoWhereTheSuiteOfTheStateFolderRuns() {
        assertThat(address(Map.of()).of(Service.WORKHORSE, null)).isEqualTo(URI.create("http://localhost:41234"));
    }

    @Test
    void shouldRatherGoWhereItIsTold() {
        SuiteAddress address = address(Map.of("WORKHORSE_URL", "https://work.example:444/"));

        assertThat(address.of(Service.WORKHORSE, null)).isEqualTo(URI.create("https://work.example:444"));
        assertThat(address.of(Service.WORKHORSE, "http://other:1")).isEqualTo(URI.create("http://other:1"));
    }

    @Test
    void shouldSayHowToStartASuiteWhenNoneRuns() throws IOException {
        pid("controltower", Long.MAX_VALUE);

        assertThatThrownBy(() -> address(Map.of()).of(Service.CONTROLTOWER, null))
                .isInstanceOf(NotReachableException.class)
                .hasMessage("controltower does not run here: ./marquee up starts it. Or say where it is:"
                        + " --controltower URL, or CONTROLTOWER_URL.");
        Files.delete(run.resolve("workhorse.pid"));
        assertThatThrownBy(() -> address(Map.of()).of(Service.WORKHORSE, null))
                .isInstanceOf(NotReachableException.class);
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        assertThatThrownBy(() -> address(Map.of()).of(Service.WORKHORSE, "localhost:5002"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--workhorse must be an address such as http://localhost:5002, got: localhost:5002");
        assertThatThrownBy(() -> address(Map.of("WORKHORSE_URL", "ftp://a b")).of(Service.WORKHORSE, null))
                .hasMessage("WORKHORSE_URL must be an address such as http://localhost:5002, got: ftp://a b");
    }

    private SuiteAddress address(Map<String, String> more) {
        var environment = new java.util.HashMap<>(more);
        environment.put("MARQUEE_STATE", state.toString());
        return new SuiteAddress(environment);
    }

    private void pid(String service, long pid) throws IOException {
        Files.writeString(run.resolve(service + ".pid"), "pid=" + pid + "\nborn=1\n");
    }
}
