package io.marquee.cli.data.quarantine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.Paths;
import io.marquee.cli.command.Answer;
import io.marquee.cli.command.ApiOptions;
import io.marquee.cli.command.Session;
import io.marquee.cli.output.Figures;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes entries out for good. */
@Command(
        name = "discard",
        description = {
            "take refused rows and events out of quarantine for good; the history keeps them with the reason",
            "Say which: by id, or by any of the options."
        })
final class QuarantineDiscard implements Callable<Integer> {

    private final Session session;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "entries")
    private @Nullable List<Long> ids;

    @Mixin
    private EntryFilter filter = new EntryFilter();

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "the reason, for the history")
    private String why = "";

    @Mixin
    private ApiOptions api = new ApiOptions();

    QuarantineDiscard(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (ids != null && !filter.values().isEmpty()) {
            throw new IllegalArgumentException("say by id which are meant, or by options, not both");
        }
        HttpJson workhorse = session.workhorse(api);
        String reason = "?reason=" + Paths.segment(why);
        long discarded = 0;
        if (ids == null) {
            discarded = workhorse
                    .delete(QuarantineCommand.PATH + reason + filter.query())
                    .path("discarded")
                    .asLong();
        } else {
            for (long id : ids) {
                discarded += workhorse
                        .delete(QuarantineCommand.PATH + "/" + id + reason)
                        .path("discarded")
                        .asLong();
            }
        }
        JsonNode answer = new JsonMapper().createObjectNode().put("discarded", discarded);
        String text = Figures.count(discarded) + (discarded == 1 ? " entry is" : " entries are") + " discarded";
        return Answer.show(session, api, answer, screen -> screen.good(text));
    }
}
