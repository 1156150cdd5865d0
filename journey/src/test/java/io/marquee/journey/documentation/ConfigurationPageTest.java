package io.marquee.journey.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps {@code docs/configuration.md} what the services read; with {@code -Dconfiguration.write=true} by writing it. */
class ConfigurationPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs").resolve("configuration.md");

    private static final Map<String, String> MODULES = new TreeMap<>(Map.of(
            "workhorse-service", "Port 5002. Movies, ratings, features, training, tracking.",
            "controltower-service", "Port 8000. Orchestration, predictions, recommendations.",
            "nervous-service", "Port 8082. Drift, performance, alerts, retraining decisions.",
            "service-platform", "In every service."));

    @TempDir
    Path folder;

    @Test
    void shouldBeTheGeneratedPage() throws IOException {
        // Given
        String generated = ConfigurationPage.markdown(ROOT, MODULES);
        if (Boolean.getBoolean("configuration.write")) {
            Files.writeString(PAGE, generated);
        }

        // When
        String page = Files.exists(PAGE) ? Files.readString(PAGE) : "";

        // Then
        assertThat(page)
                .as("docs/configuration.md is out of date; write it by ./mvnw -pl journey -am test"
                        + " -Dtest=ConfigurationPageTest -Dconfiguration.write=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(generated);
    }

    @Test
    void shouldSayWhatEverySettingIsFor() throws IOException {
        // Given
        List<Section> sections = new ArrayList<>();
        for (String module : MODULES.keySet()) {
            sections.addAll(ConfigurationInterfaces.read(ROOT.resolve(module).resolve("src/main/java")));
        }

        // Then
        assertThat(sections).hasSizeGreaterThan(30);
        assertThat(sections)
                .allSatisfy(section ->
                        assertThat(section.meaning()).as(section.prefix()).isNotBlank());
        assertThat(sections).flatExtracting(Section::settings).allSatisfy(setting -> assertThat(setting.meaning())
                .as(setting.property())
                .isNotBlank());
    }

    @Test
    void shouldReadAnInterface() throws IOException {
        // Given
        Files.writeString(folder.resolve("FooConfig.java"), """
                package foo;

                /** About {@code foo}. */
                @ConfigMapping(prefix = "marquee.foo")
                public interface FooConfig {

                    enum Type { ONE, TWO_THREE }

                    /** Which one; see {@link Type}.
                     * @return it */
                    @WithDefault("one")
                    Type kindOfFoo();

                    /** How many. */
                    @WithDefault("4")
                    @Min(1)
                    @Max(9)
                    int count();

                    Bar bar();

                    interface Bar {
                        /** Where. */
                        Optional<URI> uri();
                    }
                }
                """);

        // When
        List<Section> sections = ConfigurationInterfaces.read(folder);

        // Then
        assertThat(sections)
                .containsExactly(new Section(
                        "marquee.foo",
                        "About `foo`.",
                        List.of(
                                new Setting(
                                        "marquee.foo.kind-of-foo",
                                        "`one`, `two-three`",
                                        "one",
                                        "",
                                        "Which one; see `Type`."),
                                new Setting(
                                        "marquee.foo.count", "whole number", "4", "at least 1, at most 9", "How many."),
                                new Setting("marquee.foo.bar.uri", "URI", null, "", "Where."))));
    }

    @Test
    void shouldFindVariablesWithTheirProperty() throws IOException {
        // Given
        Path yaml = folder.resolve("application.yaml");
        Files.writeString(yaml, """
                # A comment with ${NO_VARIABLE}
                quarkus:
                  datasource:
                    jdbc:
                      url: jdbc:postgresql://${HOST:localhost}/${DB:a}
                marquee:
                  store:
                    address: ${ADDRESS:${HOST:localhost}:${PORT:1}}
                    secret: ${SECRET}
                "%test":
                  marquee:
                    store: ${TEST_ONLY:x}
                """);

        // When
        List<Variable> variables = EnvironmentVariables.read(yaml);

        // Then
        assertThat(variables)
                .containsExactly(
                        new Variable("HOST", "quarkus.datasource.jdbc.url", "localhost"),
                        new Variable("DB", "quarkus.datasource.jdbc.url", "a"),
                        new Variable("ADDRESS", "marquee.store.address", "${HOST:localhost}:${PORT:1}"),
                        new Variable("HOST", "marquee.store.address", "localhost"),
                        new Variable("PORT", "marquee.store.address", "1"),
                        new Variable("SECRET", "marquee.store.secret", ""));
    }
}
