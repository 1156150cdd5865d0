package io.marquee.journey.demo;

import io.marquee.journey.client.CallFailedException;
import java.io.IOException;
import java.util.List;

/** Entry point of {@code ./marquee demo}. */
public final class Demo {

    private Demo() {}

    public static void main(String[] arguments) throws InterruptedException {
        Terminal terminal = Terminal.system();
        DemoOptions options;
        try {
            options = DemoOptions.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            terminal.failure(e.getMessage());
            System.exit(2);
            return;
        }
        try {
            new DemoRun(options, terminal).run();
        } catch (IOException | IllegalStateException | CallFailedException e) {
            terminal.failure(e.getMessage());
            terminal.line(
                    "    next: ./marquee status, ./marquee logs workhorse | controltower | nervous; ./marquee down stops all");
            System.exit(1);
        }
    }
}
