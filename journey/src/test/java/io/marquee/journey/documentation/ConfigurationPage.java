package io.marquee.journey.documentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code docs/configuration.md}. */
final class ConfigurationPage {

    private static final String OPENING = """
            # Configuration

            Every setting of the services. This page is generated from the configuration interfaces and each service's
            `application.yaml`; change those and run

            ```
            ./mvnw -pl journey -am test -Dtest=ConfigurationPageTest -Dconfiguration.write=true \\
                -Dsurefire.failIfNoSpecifiedTests=false
            ```

            A setting is given as a system property (`-Dmarquee.drift.window-rows=2000`), as an environment variable
            (`MARQUEE_DRIFT_WINDOW_ROWS=2000`) or in a `config/application.yaml` below the folder the service is started in; the
            first of these that is there counts. Any setting of Quarkus can be given in the same way.
            Durations are `500ms`, `30s`, `5m`, `1h` or ISO-8601; sizes are `64K`, `8M`, `1G`. A value that breaks its limit
            stops the service at its start, with the setting's name.
            """;

    private final StringBuilder page = new StringBuilder(OPENING);

    private ConfigurationPage() {}

    /** @param root the folder of the project */
    static String markdown(Path root, Map<String, String> modules) throws IOException {
        ConfigurationPage page = new ConfigurationPage();
        for (Map.Entry<String, String> module : modules.entrySet()) {
            Path main = root.resolve(module.getKey()).resolve("src/main");
            List<Section> sections = ConfigurationInterfaces.read(main.resolve("java"));
            Path yaml = main.resolve("resources/application.yaml");
            page.chapter(
                    module.getKey(),
                    module.getValue(),
                    yaml.toFile().exists() ? EnvironmentVariables.read(yaml) : List.of(),
                    sections);
        }
        return page.page.toString();
    }

    private void chapter(String module, String about, List<Variable> variables, List<Section> sections) {
        page.append("\n## ").append(module).append("\n\n").append(about).append('\n');
        if (!variables.isEmpty()) {
            variables(variables);
        }
        sections.forEach(this::section);
    }

    private void variables(List<Variable> variables) {
        Map<String, List<Variable>> byName = variables.stream()
                .collect(Collectors.groupingBy(Variable::name, LinkedHashMap::new, Collectors.toList()));
        page.append("\n| Variable | Default | Setting |\n|---|---|---|\n");
        byName.forEach((name, uses) -> page.append("| `")
                .append(name)
                .append("` | ")
                .append(code(uses.getFirst().byDefault()))
                .append(" | ")
                .append(uses.stream()
                        .map(use -> code(use.property()))
                        .distinct()
                        .collect(Collectors.joining(", ")))
                .append(" |\n"));
    }

    private void section(Section section) {
        page.append("\n### ").append(section.prefix()).append("\n\n").append(section.meaning());
        page.append("\n\n| Setting | Value | Default | Meaning |\n|---|---|---|---|\n");
        for (Setting setting : section.settings()) {
            page.append("| ")
                    .append(code(setting.property()))
                    .append(" | ")
                    .append(cell(setting.type()))
                    .append(setting.limits().isEmpty() ? "" : "; " + cell(setting.limits()))
                    .append(" | ")
                    .append(setting.byDefault() == null ? "" : code(setting.byDefault()))
                    .append(" | ")
                    .append(cell(setting.meaning()))
                    .append(" |\n");
        }
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + cell(text) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
