package io.marquee.workhorse.training.mlflow;

import io.marquee.localstack.testing.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** The contract over HTTP. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class RestTrackingClientTest extends ServerTrackingClientContract {

    @Override
    protected TrackingClient client() {
        return new MlflowTrackingClient(base);
    }
}
