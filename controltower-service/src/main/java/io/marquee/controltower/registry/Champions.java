package io.marquee.controltower.registry;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.controltower.feature.EntityFields;
import io.marquee.runtime.LoadedModel;
import io.marquee.runtime.ModelFolder;
import io.marquee.runtime.MovieRatingModel;
import io.marquee.runtime.PersonalRatingModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The champions that answer requests now, kept up to date in the background. */
@ApplicationScoped
public class Champions {

    private final RegistryConfig config;
    private final Clock clock;
    private final MeterRegistry meters;
    private final MlflowClient registry;
    private final ModelCache cache;
    private final AtomicReference<ServingModels> serving = new AtomicReference<>(ServingModels.NONE);
    private final List<ServedModel<?>> models;
    private final ChampionWatch watch;

    Champions(RegistryConfig config, MeterRegistry meters, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        this.registry = new MlflowClient(config.trackingUri(), config.timeout());
        this.cache =
                new ModelCache(config.cache(), registry, config.maxModelSize().asLongValue());
        this.models = List.of(
                served(
                        config.personalModel(),
                        PersonalRatingModel.class,
                        champion -> serving.updateAndGet(now -> now.withPersonal(champion))),
                served(
                        config.movieModel(),
                        MovieRatingModel.class,
                        champion -> serving.updateAndGet(now -> now.withMovie(champion))));
        this.watch = new ChampionWatch(models, config.poll());
    }

    private <M extends LoadedModel> ServedModel<M> served(String name, Class<M> kind, Consumer<Champion<M>> swap) {
        return new ServedModel<>(
                new ChampionLoader<>(name, config.alias(), registry, cache, folder -> open(folder, kind), clock),
                swap,
                meters,
                clock);
    }

    /** Refuses, beside damage, what could be opened but not served: another kind of model, features that cannot be read. */
    private static <M extends LoadedModel> M open(Path folder, Class<M> kind) throws IOException {
        LoadedModel model = ModelFolder.open(folder);
        if (!kind.isInstance(model)) {
            throw new IOException(
                    "it holds a " + model.description().kind().wireName() + " model, which cannot do this job");
        }
        for (FeatureReference feature : model.description().features().features()) {
            EntityFields.joinKeyOf(feature.view());
        }
        return kind.cast(model);
    }

    void start(@Observes StartupEvent event) {
        watch.start();
    }

    void stop(@Observes ShutdownEvent event) {
        watch.close();
        registry.close();
    }

    /** The models to answer a request with; take it once per request. */
    public ServingModels current() {
        return serving.get();
    }

    /** What is served of each model and how the last look at the registry ended. */
    public List<ChampionStatus> statuses() {
        return models.stream().map(ServedModel::status).toList();
    }

    /** Asks for a look at the registry now. */
    void lookNow() {
        watch.wake();
    }

    /** Whether news about that model and alias matter here. */
    boolean isAbout(String model, String alias) {
        return alias.equals(config.alias())
                && (model.equals(config.personalModel()) || model.equals(config.movieModel()));
    }
}
