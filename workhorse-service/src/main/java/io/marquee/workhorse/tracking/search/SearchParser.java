package io.marquee.workhorse.tracking.search;

import io.marquee.workhorse.tracking.wire.MlflowException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads MLflow's search language:
 *
 * <pre>
 * filter     = [ comparison { "AND" comparison } ]
 * comparison = identifier operator value
 * identifier = [ prefix "." ] key          the key may stand in backticks or double quotes
 * value      = number | text | "(" text { "," text } ")"
 * order      = identifier [ "ASC" | "DESC" ]
 * </pre>
 *
 * Keywords are case-insensitive. Text stands in single or double quotes and is taken as it is; in lists only single quotes
 * are allowed. Anything else is refused as {@code INVALID_PARAMETER_VALUE}.
 */
public final class SearchParser {

    /** Far more than people write; keeps the SQL that comes of it small. */
    private static final int MAX_LENGTH = 10_000;

    private static final int MAX_COMPARISONS = 50;

    private static final Pattern WORD = Pattern.compile("\\w++", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern BARE_KEY = Pattern.compile("[\\w.]++", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:\\d{1,40}(?:\\.\\d{0,40})?|\\.\\d{1,40})(?:[eE][-+]?\\d{1,3})?(?![\\w.])");
    private static final Pattern SYMBOL = Pattern.compile(">=|<=|!=|=|>|<");
    private static final Pattern SPACE = Pattern.compile("\\s*+");

    private final String input;
    private final SearchGrammar grammar;
    private int position;

    private SearchParser(String input, SearchGrammar grammar) {
        if (input.length() > MAX_LENGTH) {
            throw MlflowException.invalid("A filter or order_by clause must have at most " + MAX_LENGTH
                    + " characters, this one has " + input.length());
        }
        this.input = input;
        this.grammar = grammar;
    }

    /** The conditions that must all hold; none for an empty filter. */
    public static List<Comparison> filter(@Nullable String filter, SearchGrammar grammar) {
        if (filter == null || filter.isBlank()) {
            return List.of();
        }
        SearchParser parser = new SearchParser(filter, grammar);
        List<Comparison> comparisons = new ArrayList<>();
        do {
            comparisons.add(parser.comparison());
        } while (parser.keyword("AND"));
        parser.end("AND or the end");
        if (comparisons.size() > MAX_COMPARISONS) {
            throw MlflowException.invalid("A filter must have at most " + MAX_COMPARISONS
                    + " comparisons, this one has " + comparisons.size());
        }
        return comparisons;
    }

    /** The order that several clauses ask for. */
    public static List<Ordering> orderBy(List<String> clauses, SearchGrammar grammar) {
        if (clauses.size() > MAX_COMPARISONS) {
            throw MlflowException.invalid("order_by must have at most " + MAX_COMPARISONS + " clauses");
        }
        List<Ordering> orderings = new ArrayList<>();
        Set<Field> seen = new HashSet<>();
        for (String clause : clauses) {
            Ordering ordering = new SearchParser(clause, grammar).ordering();
            if (!seen.add(ordering.field())) {
                throw MlflowException.invalid("`order_by` contains duplicate fields: " + clauses);
            }
            orderings.add(ordering);
        }
        return orderings;
    }

    private Ordering ordering() {
        Field field = identifier();
        boolean orderable = field.kind() == Field.Kind.ATTRIBUTE
                ? grammar.attributes().get(field.key()).orderable()
                : field.kind() != Field.Kind.DATASET;
        if (!orderable) {
            throw refuse("'" + field.key() + "' cannot be ordered by");
        }
        boolean descending = false;
        if (!keyword("ASC")) {
            descending = keyword("DESC");
        }
        end("ASC, DESC or the end");
        return new Ordering(field, descending);
    }

    private Comparison comparison() {
        Field field = identifier();
        Operator operator = operator();
        if (!grammar.operatorsOf(field).contains(operator)) {
            throw refuse("Invalid comparator '" + operator.symbol() + "' for '" + field.key() + "'");
        }
        return new Comparison(field, operator, operand(field, operator));
    }

    private Field identifier() {
        skipSpace();
        String first = name(WORD);
        Field.Kind kind = Field.Kind.ATTRIBUTE;
        String key = first;
        if (position < input.length() && input.charAt(position) == '.') {
            position++;
            Field.Kind named = grammar.prefixes().get(first);
            if (named == null) {
                throw refuse("Invalid entity type '" + first + "'. Valid values are "
                        + grammar.prefixes().keySet().stream().sorted().toList());
            }
            kind = named;
            key = name(BARE_KEY);
        }
        if (kind == Field.Kind.ATTRIBUTE && !grammar.attributes().containsKey(key)) {
            throw refuse(
                    "Invalid attribute key '" + key + "' specified. Valid keys are '" + grammar.attributeNames() + "'");
        }
        if (kind == Field.Kind.DATASET && !SearchGrammar.DATASET_KEYS.contains(key)) {
            throw refuse(
                    "Invalid dataset key '" + key + "' specified. Valid keys are '" + SearchGrammar.DATASET_KEYS + "'");
        }
        return new Field(kind, key);
    }

    private String name(Pattern bare) {
        String name = quoted('`');
        if (name == null) {
            name = quoted('"');
        }
        if (name == null) {
            name = token(bare);
        }
        if (name == null || name.isEmpty()) {
            throw refuse("expected a name");
        }
        return name;
    }

    private Operator operator() {
        skipSpace();
        String symbol = token(SYMBOL);
        if (symbol != null) {
            for (Operator operator : Operator.values()) {
                if (operator.symbol().equals(symbol)) {
                    return operator;
                }
            }
        }
        if (keyword("LIKE")) {
            return Operator.LIKE;
        }
        if (keyword("ILIKE")) {
            return Operator.ILIKE;
        }
        if (keyword("IN")) {
            return Operator.IN;
        }
        if (keyword("NOT") && keyword("IN")) {
            return Operator.NOT_IN;
        }
        throw refuse("expected a comparator");
    }

    private Operand operand(Field field, Operator operator) {
        skipSpace();
        if (operator.takesList()) {
            return list();
        }
        if (grammar.isNumeric(field)) {
            String number = token(NUMBER);
            if (number == null) {
                throw refuse("Expected numeric value for '" + field.key() + "'");
            }
            return new Operand.Number(new BigDecimal(number));
        }
        String text = quoted('\'');
        if (text == null) {
            text = quoted('"');
        }
        if (text == null) {
            throw refuse("Expected a quoted string value for '" + field.key() + "'");
        }
        return new Operand.Text(text);
    }

    private Operand.TextList list() {
        List<String> values = new ArrayList<>();
        char next = '(';
        while (true) {
            skipSpace();
            if (position == input.length() || input.charAt(position) != next) {
                throw refuse("expected a list of quoted strings such as ('a', 'b')");
            }
            position++;
            if (next == ')') {
                return new Operand.TextList(values);
            }
            skipSpace();
            String text = quoted('\'');
            if (text == null) {
                throw refuse("expected a list of quoted strings such as ('a', 'b')");
            }
            values.add(text);
            skipSpace();
            next = position < input.length() && input.charAt(position) == ',' ? ',' : ')';
        }
    }

    private boolean keyword(String keyword) {
        int start = position;
        skipSpace();
        String word = token(WORD);
        if (word != null && word.toUpperCase(Locale.ROOT).equals(keyword)) {
            return true;
        }
        position = start;
        return false;
    }

    private void end(String expected) {
        skipSpace();
        if (position < input.length()) {
            throw refuse("expected " + expected);
        }
    }

    private void skipSpace() {
        token(SPACE);
    }

    /**
     * What stands between two such quotes; null when there is none here. A doubled quote and one behind a backslash belong
     * to the text, and stay in it as written. A backslash before the very last quote is text: {@code 'C:\'}.
     */
    private @Nullable String quoted(char quote) {
        if (position >= input.length() || input.charAt(position) != quote) {
            return null;
        }
        int close = -1;
        for (int i = position + 1; i < input.length() && close < 0; i++) {
            boolean doubled = input.startsWith("" + quote + quote, i);
            boolean escaped = quote != '`' && input.charAt(i) == '\\' && input.startsWith("" + quote, i + 1);
            if (doubled || escaped) {
                i++;
            } else if (input.charAt(i) == quote) {
                close = i;
            }
        }
        if (close < 0 && input.endsWith("\\" + quote) && input.length() - 1 > position) {
            close = input.length() - 1;
        }
        if (close < 0) {
            throw refuse("a quote is not closed");
        }
        String text = input.substring(position + 1, close);
        position = close + 1;
        return text;
    }

    private @Nullable String token(Pattern pattern) {
        Matcher matcher = pattern.matcher(input).region(position, input.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        position = matcher.end();
        return matcher.group();
    }

    private MlflowException refuse(String reason) {
        String rest = input.substring(position);
        String near = rest.isEmpty()
                ? "at the end"
                : "at '" + (rest.length() > 40 ? rest.substring(0, 40) + "…" : rest) + "'";
        return MlflowException.invalid("Invalid clause in '"
                + (input.length() > 200 ? input.substring(0, 200) + "…" : input) + "', " + near + ": " + reason);
    }
}
