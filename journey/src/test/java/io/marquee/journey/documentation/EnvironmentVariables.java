package io.marquee.journey.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds <code>${NAME:default}</code> in an {@code application.yaml}, with the property it stands at. */
final class EnvironmentVariables {

    private static final Pattern ENTRY = Pattern.compile("^( *)\"?([\\w.%-]+)\"?:(?: +(?!&)(.*))?$");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(:)?");

    private EnvironmentVariables() {}

    /** In the file's order; profiles other than the one people run are left out. */
    static List<Variable> read(Path yaml) throws IOException {
        List<Variable> variables = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        for (String line : Files.readAllLines(yaml)) {
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches()) {
                continue;
            }
            // The files are indented by two.
            while (path.size() > entry.group(1).length() / 2) {
                path.removeLast();
            }
            path.addLast(entry.group(2));
            if (entry.group(3) != null && !path.peekFirst().startsWith("%")) {
                collect(String.join(".", path), entry.group(3), variables);
            }
        }
        return variables;
    }

    private static void collect(String property, String value, List<Variable> variables) {
        Matcher variable = VARIABLE.matcher(value);
        while (variable.find()) {
            String byDefault =
                    variable.group(2) == null ? "" : value.substring(variable.end(), end(value, variable.end()));
            variables.add(new Variable(variable.group(1), property, byDefault));
        }
    }

    /** Where the expression ends whose default begins there: its own closing brace, not one of an expression in it. */
    private static int end(String value, int from) {
        int open = 1;
        for (int i = from; i < value.length(); i++) {
            if (value.charAt(i) == '{') {
                open++;
            } else if (value.charAt(i) == '}' && --open == 0) {
                return i;
            }
        }
        throw new IllegalStateException("no end of the expression in " + value);
    }
}
