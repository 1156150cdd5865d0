package io.marquee.cli;

import io.marquee.cli.command.ExitCode;
import io.marquee.cli.output.Screen;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, what may have been meant, and where it is explained. */
final class Misuse implements IParameterExceptionHandler {

    private final Screen screen;

    Misuse(Screen screen) {
        this.screen = screen;
    }

    @Override
    public int handleParseException(ParameterException misuse, String[] arguments) {
        CommandLine line = misuse.getCommandLine();
        StringBuilder text = new StringBuilder(String.valueOf(misuse.getMessage()));
        if (misuse instanceof UnmatchedArgumentException unmatched) {
            List<String> meant = unmatched.getSuggestions();
            if (!meant.isEmpty()) {
                text.append(" (did you mean ")
                        .append(String.join(" or ", meant))
                        .append("?)");
            }
        }
        screen.failure(text.toString());
        screen.note("See " + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }
}
