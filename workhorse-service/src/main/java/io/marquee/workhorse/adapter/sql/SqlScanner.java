package io.marquee.workhorse.adapter.sql;

import java.util.Set;

/**
 * Reads a text for what the parser and a database could take for different things: where one sees the end of a literal or a
 * comment, the other must too, or the database would run what the parser never saw. Whatever is ambiguous is refused. What
 * passes has the same literals, names and comments in every dialect's eyes, and one statement.
 */
final class SqlScanner {

    /** What a dialect may write directly before a quote: escape, national, hexadecimal and bit strings. */
    private static final Set<String> LITERAL_PREFIXES = Set.of("e", "n", "x", "b");

    private static final int MAX_DEPTH = 60;

    private final String sql;
    private final Dialect dialect;
    private int position;
    private int depth;
    private int end = -1;

    private SqlScanner(String sql, Dialect dialect) {
        this.sql = sql;
        this.dialect = dialect;
    }

    /**
     * The one statement of a text, without a semicolon at its end.
     *
     * @throws RefusedSqlException when it is none, more than one, or can be read in two ways
     */
    static String statement(String sql, Dialect dialect) {
        return new SqlScanner(sql, dialect).scan();
    }

    private String scan() {
        for (int i = 0; i < sql.length(); i++) {
            char character = sql.charAt(i);
            if (Character.isISOControl(character) && character != '\n' && character != '\r' && character != '\t') {
                throw refused("a control character is not SQL", i);
            }
        }
        while (position < sql.length()) {
            step(sql.charAt(position));
        }
        String statement = end < 0 ? sql : sql.substring(0, end);
        if (statement.isBlank()) {
            throw refused("there is no statement", 0);
        }
        return statement;
    }

    private void step(char character) {
        char next = position + 1 < sql.length() ? sql.charAt(position + 1) : '\0';
        if (character == '-' && next == '-') {
            lineComment();
            return;
        }
        if (character == '/' && next == '*') {
            blockComment();
            return;
        }
        if (Character.isWhitespace(character)) {
            position++;
            return;
        }
        if (end >= 0) {
            throw refused("only one statement is taken, this is the start of a second one", position);
        }
        switch (character) {
            case '\'' -> {
                requireKnownPrefix();
                quoted('\'', "a text");
            }
            case '"' -> quoted('"', "a name");
            case '`' -> {
                if (!dialect.hasBackticks()) {
                    throw refused("a backtick is not a quote in this database", position);
                }
                quoted('`', "a name");
            }
            case '[' -> bracket();
            case ';' -> end = position++;
            case '$' -> dollar();
            case '#' -> hash();
            case '{', '}' -> throw refused("braces are not SQL", position);
            case '\\' -> throw refused("a backslash outside a text is not SQL", position);
            case ':' -> {
                if (next == '=') {
                    throw refused("an assignment is not a query", position);
                }
                // Both of a cast's colons.
                position += next == ':' ? 2 : 1;
            }
            case '(' -> {
                if (++depth > MAX_DEPTH) {
                    throw refused("parentheses are nested deeper than " + MAX_DEPTH, position);
                }
                position++;
            }
            case ')' -> {
                depth--;
                position++;
            }
            default -> position++;
        }
    }

    private void lineComment() {
        if (dialect.isMysql() && position + 2 < sql.length() && !Character.isWhitespace(sql.charAt(position + 2))) {
            throw refused("a comment must have a blank after its dashes", position);
        }
        while (position < sql.length() && sql.charAt(position) != '\n') {
            if (sql.charAt(position) == '\r' && (position + 1 == sql.length() || sql.charAt(position + 1) != '\n')) {
                throw refused("a carriage return in a comment ends it in some databases only", position);
            }
            position++;
        }
    }

    private void blockComment() {
        int start = position;
        char first = start + 2 < sql.length() ? sql.charAt(start + 2) : '\0';
        if (first == '!' || first == '+' || first == 'M') {
            throw refused("a comment that some databases carry out is not taken", start);
        }
        int close = sql.indexOf("*/", start + 2);
        if (close < 0) {
            throw refused("a comment does not end", start);
        }
        if (sql.substring(start + 2, close).contains("/*")) {
            throw refused("a comment within a comment ends in some databases only", start);
        }
        position = close + 2;
    }

    private void requireKnownPrefix() {
        int start = position;
        while (start > 0 && isWord(sql.charAt(start - 1))) {
            start--;
        }
        String prefix = sql.substring(start, position).toLowerCase(java.util.Locale.ROOT);
        if (!prefix.isEmpty() && !LITERAL_PREFIXES.contains(prefix)) {
            throw refused(
                    "'" + prefix + "' directly before a quote means different things to different databases", start);
        }
        if (start > 0 && sql.charAt(start - 1) == '&') {
            throw refused("a text with Unicode escapes is not taken, write the characters", start);
        }
    }

    private void quoted(char quote, String what) {
        int start = position;
        if (quote == '"' && start > 0 && sql.charAt(start - 1) == '&') {
            throw refused("a name with Unicode escapes is not taken, write the characters", start);
        }
        if (dialect == Dialect.BIGQUERY && sql.startsWith(String.valueOf(quote).repeat(3), start)) {
            throw refused("a text in three quotes is not taken", start);
        }
        position++;
        while (position < sql.length()) {
            char character = sql.charAt(position);
            if (character == '\\' && position + 1 < sql.length() && sql.charAt(position + 1) == quote) {
                throw refused(
                        "a backslash before a quote ends the text in some databases only; write the quote twice",
                        position);
            }
            if (character != quote) {
                position++;
                continue;
            }
            boolean doubled = position + 1 < sql.length() && sql.charAt(position + 1) == quote;
            if (!doubled) {
                position++;
                return;
            }
            position += 2;
        }
        throw refused(what + " in quotes does not end", start);
    }

    /** In some dialects a name, in others an array; with nothing in it that ends a text or a statement it is harmless. */
    private void bracket() {
        if (!dialect.hasBrackets()) {
            position++;
            return;
        }
        int close = sql.indexOf(']', position);
        if (close < 0) {
            throw refused("a name in brackets does not end", position);
        }
        String name = sql.substring(position + 1, close);
        if (!name.matches("[\\w $.#@]*")) {
            throw refused("a name in brackets must be letters, digits and blanks", position);
        }
        position = close + 1;
    }

    private void dollar() {
        if (position == 0 || !isWord(sql.charAt(position - 1))) {
            throw refused("text between dollar signs is not taken, write it in single quotes", position);
        }
        position++;
    }

    private void hash() {
        if (dialect.isMysql() || dialect == Dialect.BIGQUERY) {
            throw refused("a comment must start with dashes, not with '#'", position);
        }
        position++;
    }

    private static boolean isWord(char character) {
        return character == '_' || character == '$' || Character.isLetterOrDigit(character);
    }

    private RefusedSqlException refused(String reason, int at) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++) {
            if (sql.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new RefusedSqlException(reason, line, at - lineStart + 1);
    }
}
