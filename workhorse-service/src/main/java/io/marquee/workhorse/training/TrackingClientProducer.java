package io.marquee.workhorse.training;

import io.marquee.workhorse.training.mlflow.MlflowTrackingClient;
import io.marquee.workhorse.training.mlflow.TrackingClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Connects training with the tracking server of the configuration. */
@ApplicationScoped
class TrackingClientProducer {

    @Produces
    @ApplicationScoped
    TrackingClient trackingClient(TrainingConfig config) {
        return new MlflowTrackingClient(config.trackingUri());
    }
}
