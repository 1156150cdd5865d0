package io.marquee.localstack.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where the suite is and what people have set about it.
 *
 * @param home the project folder, with the packaged services and {@code config} and {@code recipes}
 * @param state where data, logs and the knowledge of who runs are kept
 * @param environment the variables that were set, of which {@code *_PORT} and {@code MARQUEE_PORTS} are read here and
 *     all are handed on to the services
 */
public record SuiteSettings(Path home, Path state, Map<String, String> environment) {

    public SuiteSettings {
        home = home.toAbsolutePath().normalize();
        state = state.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
    }

    /** Settings of this process: {@code MARQUEE_HOME} (default: the working folder) and {@code MARQUEE_STATE}. */
    public static SuiteSettings fromEnvironment() {
        Map<String, String> environment = System.getenv();
        Path home = Path.of(Objects.requireNonNullElse(environment.get("MARQUEE_HOME"), "."));
        String state = environment.getOrDefault("MARQUEE_STATE", "");
        return new SuiteSettings(home, state.isBlank() ? home.resolve(".marquee") : Path.of(state), environment);
    }

    /** The same with further variables; those that people have set themselves stay as they are. */
    public SuiteSettings with(Map<String, String> defaults) {
        Map<String, String> merged = new HashMap<>(defaults);
        merged.putAll(environment);
        return new SuiteSettings(home, state, merged);
    }

    /** The jar that starts the service. */
    Path jar(Service service) {
        Path jar = home.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new SuiteException(
                    service.label() + " is not packaged (" + jar + " is missing): run ./mvnw package -DskipTests");
        }
        return jar;
    }
}
