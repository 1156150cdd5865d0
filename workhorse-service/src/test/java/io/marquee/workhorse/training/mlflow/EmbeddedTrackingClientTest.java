package io.marquee.workhorse.training.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The contract within the process. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class EmbeddedTrackingClientTest extends ServerTrackingClientContract {

    @Inject
    TrackingClients clients;

    @Override
    protected TrackingClient client() {
        return clients.open(URI.create("embedded:/"));
    }

    @Test
    void shouldOpenWhatATrackingUriNames() {
        assertThat(clients.open(URI.create("http://localhost:5000"))).isInstanceOf(MlflowTrackingClient.class);
        assertThat(clients.open(URI.create("file:///tmp/mlruns"))).isInstanceOf(FileTrackingClient.class);
        assertThat(clients.open(URI.create("./mlruns"))).isInstanceOf(FileTrackingClient.class);
        assertThatThrownBy(() -> clients.open(URI.create("databricks://profile")))
                .hasMessage("a tracking URI is embedded:/, http(s)://…, file:… or a path, got: databricks://profile");
    }
}
