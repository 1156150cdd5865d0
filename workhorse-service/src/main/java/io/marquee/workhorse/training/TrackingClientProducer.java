package io.marquee.workhorse.training;

import io.marquee.workhorse.training.mlflow.TrackingClient;
import io.marquee.workhorse.training.mlflow.TrackingClients;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Connects training with the tracking server of the configuration. */
@ApplicationScoped
class TrackingClientProducer {

    @Produces
    @ApplicationScoped
    TrackingClient trackingClient(TrainingConfig config, TrackingClients clients) {
        return clients.open(config.trackingUri());
    }
}
