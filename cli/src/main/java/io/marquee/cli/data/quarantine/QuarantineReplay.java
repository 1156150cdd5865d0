package io.marquee.cli.data.quarantine;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.ExitCode;
import io.marquee.cli.command.Session;
import io.marquee.cli.ingest.IngestionRun;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends refused rows through again. */
@Command(
        name = "replay",
        description = {
            "send refused rows and events through again, after a fix or with corrected values",
            "Say which: by id, or by any of the options. What is still refused stays in quarantine."
        })
final class QuarantineReplay implements Callable<Integer> {

    private static final Pattern CORRECTION = Pattern.compile("(\\d{1,18})\\.([^=.]+)=(.*)", Pattern.DOTALL);

    private final Session session;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "entries")
    private @Nullable List<Long> ids;

    @Mixin
    private EntryFilter filter = new EntryFilter();

    @Option(names = "--reason", paramLabel = "TEXT", description = "only those with that text in the reason")
    private @Nullable String reason;

    @Option(
            names = "--set",
            paramLabel = "ID.COLUMN=VALUE",
            description = "a corrected value, for example 17.rating=4.5; may be given several times")
    private @Nullable List<String> corrections;

    @Option(names = "--dry-run", description = "check what would become of rows; change nothing")
    private boolean dryRun;

    @Mixin
    private ApiOptions api = new ApiOptions();

    QuarantineReplay(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>(filter.values());
        if (ids != null) {
            body.put("ids", ids);
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        if (corrections != null) {
            body.put("corrections", parsed(corrections));
        }
        body.put("dry_run", dryRun);
        HttpJson workhorse = session.workhorse(api);
        JsonNode outcome = workhorse.post(QuarantineCommand.PATH + "/replay", body);
        if (api.json()) {
            session.screen().json(outcome);
            return ExitCode.OK;
        }
        print(session.screen(), outcome);
        int code = ExitCode.OK;
        for (JsonNode started : outcome.path("ingestions")) {
            code = Math.max(
                    code,
                    new IngestionRun(session, api)
                            .watch(
                                    workhorse,
                                    Json.text(started, "ingestion_id"),
                                    "replay " + Json.text(started, "source")));
        }
        return code;
    }

    private static void print(Screen screen, JsonNode outcome) {
        long accepted = outcome.path("events_accepted").asLong();
        long refused = outcome.path("events_refused").asLong();
        if (accepted + refused > 0) {
            screen.good(Figures.count(accepted, "event") + " accepted, " + Figures.count(refused) + " refused again");
        }
        for (JsonNode started : outcome.path("ingestions")) {
            screen.line(Figures.count(started.path("entries").asLong(), "row") + " of " + Json.text(started, "source")
                    + " are sent through again");
        }
        if (!outcome.path("not_replayable").isEmpty()) {
            screen.doubtful("these need corrected values (--set), or were cut when they came: "
                    + outcome.path("not_replayable"));
        }
    }

    /** Corrected values by entry and column. */
    static Map<String, Map<String, String>> parsed(List<String> corrections) {
        Map<String, Map<String, String>> byEntry = new TreeMap<>();
        for (String text : corrections) {
            Matcher matcher = CORRECTION.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("--set must be such as 17.rating=4.5, got: " + text);
            }
            byEntry.computeIfAbsent(matcher.group(1), id -> new LinkedHashMap<>())
                    .put(matcher.group(2), matcher.group(3));
        }
        return byEntry;
    }
}
