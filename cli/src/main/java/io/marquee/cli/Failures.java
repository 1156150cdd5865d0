package io.marquee.cli;

import io.marquee.cli.client.CallFailedException;
import io.marquee.cli.client.NotReachableException;
import io.marquee.cli.command.CommandFailedException;
import io.marquee.cli.command.ExitCode;
import io.marquee.cli.output.Screen;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in words, and with an exit code. */
final class Failures implements IExecutionExceptionHandler {

    /** The service's own fault, about which its log knows more; what is behind it explains itself. */
    private static final int INTERNAL = 500;

    private final Screen screen;

    Failures(Screen screen) {
        this.screen = screen;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) throws Exception {
        return switch (failure) {
            case NotReachableException nobody -> say(nobody.getMessage(), ExitCode.NOT_REACHABLE);
            case CallFailedException unanswered
            when unanswered.status() == 0 ->
                say(unanswered.detail() + ". Does it run? ./marquee status", ExitCode.NOT_REACHABLE);
            case CallFailedException refused
            when refused.status() == INTERNAL ->
                say(refused.detail() + ". More is in the log: ./marquee logs workhorse", ExitCode.FAILED);
            case CallFailedException refused -> say(refused.detail(), ExitCode.FAILED);
            case CommandFailedException failed -> say(failed.getMessage(), ExitCode.FAILED);
            case IllegalArgumentException misuse -> say(misuse.getMessage(), ExitCode.USAGE);
            case IOException file -> say(file.getClass().getSimpleName() + ": " + file.getMessage(), ExitCode.FAILED);
            default -> throw failure;
        };
    }

    private int say(String text, int code) {
        screen.failure(text);
        return code;
    }
}
