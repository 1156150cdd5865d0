package io.marquee.cli.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Online rows of some entities. */
@Command(name = "get", description = "online values of some entities, as serving reads them")
final class FeatureGet implements Callable<Integer> {

    private static final int VALUE = 60;

    private final Session session;

    @Parameters(
            arity = "1..*",
            paramLabel = "WHAT",
            description = "views, features as view:feature, and entities as key=value,…: user_behaviour user_id=1,2")
    private List<String> words = List.of();

    @Option(names = "--service", paramLabel = "NAME", description = "the features of a feature service")
    private @Nullable String service;

    @Mixin
    private ApiOptions api = new ApiOptions();

    FeatureGet(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<String> features = new ArrayList<>();
        Map<String, List<Object>> entities = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                features.add(word);
            } else {
                entities.put(word.substring(0, equals), values(word.substring(equals + 1)));
            }
        }
        if (entities.isEmpty()) {
            throw new IllegalArgumentException("say of which entities, for example user_id=1,2");
        }
        if (features.isEmpty() == (service == null)) {
            throw new IllegalArgumentException("name views or features, or a --service, and not both");
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("features", features);
        request.put("feature_service", service);
        request.put("entities", entities);
        JsonNode answer = session.workhorse(api).post(FeatureCommand.PATH + "/rows", request);
        return Answer.show(session, api, answer, screen -> print(screen, answer, session.zone()));
    }

    private static List<Object> values(String text) {
        List<Object> values = new ArrayList<>();
        for (String value : text.split(",")) {
            values.add(value.matches("-?\\d{1,18}") ? Long.valueOf(value) : value);
        }
        return values;
    }

    static void print(Screen screen, JsonNode answer, ZoneId zone) {
        Table table =
                new Table().text("entity").text("feature").text("value", VALUE).text("true since");
        for (JsonNode row : answer.path("rows")) {
            List<String> keys = new ArrayList<>();
            row.path("entity")
                    .properties()
                    .forEach(key -> keys.add(key.getKey() + "=" + key.getValue().asText()));
            String entity = String.join(" ", keys);
            for (JsonNode feature : row.path("features")) {
                table.row(
                        entity,
                        Json.text(feature, "view") + ":" + Json.text(feature, "feature"),
                        value(feature),
                        Json.time(feature, "event_timestamp", zone));
            }
        }
        screen.table(table);
    }

    private static String value(JsonNode feature) {
        JsonNode value = feature.path("value");
        return switch (Json.text(feature, "status")) {
            case "NOT_FOUND" -> "no row";
            case "NULL_VALUE" -> "unknown";
            case "OUTSIDE_MAX_AGE" -> text(value) + " (older than its view allows)";
            default -> text(value);
        };
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> parts = new ArrayList<>();
        value.forEach(part -> parts.add(part.asText()));
        return String.join(", ", parts);
    }
}
