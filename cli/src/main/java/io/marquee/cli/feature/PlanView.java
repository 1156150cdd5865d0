package io.marquee.cli.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.cli.output.Figures;
import io.marquee.cli.output.Json;
import io.marquee.cli.output.Screen;
import io.marquee.cli.output.Table;
import java.util.ArrayList;
import java.util.List;

/** Changes of definitions as a diff that people read before they apply it. */
final class PlanView {

    private PlanView() {}

    /** The changes, how many there are of each kind, and what follows from them. */
    static void print(Screen screen, JsonNode plan) {
        Table table = new Table().text("").text("what").text("name").text("").text("why");
        int added = 0;
        int changed = 0;
        int removed = 0;
        int breaking = 0;
        for (JsonNode change : plan.path("changes")) {
            String sign =
                    switch (Json.text(change, "action")) {
                        case "added" -> {
                            added++;
                            yield "+";
                        }
                        case "removed" -> {
                            removed++;
                            yield "-";
                        }
                        default -> {
                            changed++;
                            yield "~";
                        }
                    };
            boolean breaks = change.path("breaking").asBoolean();
            breaking += breaks ? 1 : 0;
            table.row(
                    sign,
                    Json.text(change, "kind"),
                    Json.text(change, "name"),
                    breaks ? "breaking" : "",
                    Json.text(change, "reason"));
        }
        screen.table(table);
        screen.line("");
        screen.line(added + " to add, " + changed + " to change, " + removed + " to remove"
                + (breaking == 0 ? "" : "; " + breaking + (breaking == 1 ? " is" : " are") + " breaking"));
        List<String> rebuilds = new ArrayList<>();
        plan.path("rebuilds").forEach(view -> rebuilds.add(view.asText()));
        if (!rebuilds.isEmpty()) {
            screen.line("rows to compute afterwards: " + String.join(", ", rebuilds));
        }
    }

    /** Why the plan would be refused; whether there is a reason. */
    static boolean printRefusals(Screen screen, JsonNode plan) {
        for (JsonNode reason : plan.path("refusals")) {
            screen.bad("refused: " + reason.asText());
        }
        return !plan.path("refusals").isEmpty();
    }

    static boolean isEmpty(JsonNode plan) {
        return plan.path("changes").isEmpty();
    }

    static boolean isBreaking(JsonNode plan) {
        for (JsonNode change : plan.path("changes")) {
            if (change.path("breaking").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    /** {@code 3 to change}, for a line. */
    static String count(JsonNode plan) {
        return Figures.count(plan.path("changes").size(), "change");
    }
}
