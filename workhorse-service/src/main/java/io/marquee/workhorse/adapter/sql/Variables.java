package io.marquee.workhorse.adapter.sql;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code ${VARIABLE}} in a text, replaced by its value; the value of one is not looked at for others. */
final class Variables {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private final List<Pattern> allowed;
    private final Function<String, @Nullable String> values;

    Variables(List<String> allowed, Function<String, @Nullable String> values) {
        this.allowed = allowed.stream().map(Pattern::compile).toList();
        this.values = values;
    }

    /**
     * The text with values for variables.
     *
     * @throws IllegalArgumentException naming a variable that may not be used or is not set
     */
    String in(String text) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            if (allowed.stream().noneMatch(pattern -> pattern.matcher(name).matches())) {
                throw new IllegalArgumentException("the variable '" + name + "' may not be used in a connection URI;"
                        + " allowed are those like " + allowed + ", or use a named connection");
            }
            String value = values.apply(name);
            if (value == null) {
                throw new IllegalArgumentException("the variable '" + name + "' is not set");
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }
}
