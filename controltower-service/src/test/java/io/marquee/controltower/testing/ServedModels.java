package io.marquee.controltower.testing;

import io.marquee.contract.id.ModelVersion;
import io.marquee.controltower.registry.Champion;
import io.marquee.controltower.registry.RegisteredVersion;
import io.marquee.controltower.registry.ServingModels;

/** The models of {@link TestModels} as if they had been loaded. */
public final class ServedModels {

    private ServedModels() {}

    public static ServingModels both(int version) {
        return new ServingModels(
                champion("personal-rating", version, TestModels.personal()),
                champion("movie-rating", version, TestModels.movie()));
    }

    public static ServingModels personalOnly(int version) {
        return new ServingModels(champion("personal-rating", version, TestModels.personal()), null);
    }

    private static <M> Champion<M> champion(String name, int version, M model) {
        return new Champion<>(
                new RegisteredVersion(
                        new ModelVersion(name, version), "mlflow-artifacts:/1/run/artifacts/model", "run"),
                model,
                TestModels.CREATED);
    }
}
