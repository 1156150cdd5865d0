package io.marquee.workhorse.adapter.sql;

import io.marquee.workhorse.adapter.sql.QueryVerdict.ReadOnly;
import io.marquee.workhorse.adapter.sql.QueryVerdict.Refused;
import io.marquee.workhorse.adapter.sql.QueryVerdict.TableName;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.expression.NextValExpression;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserTreeConstants;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.Node;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.SimpleNode;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;

/**
 * Tells queries from everything else. A query is exactly one SELECT, WITH, VALUES or TABLE statement that stores nothing,
 * locks nothing, and calls none of the {@link RefusedFunctions}, at any depth. {@link SqlScanner} first makes sure that the
 * parser and the database see the same text; then every node of the parser's tree is looked at. What the parser does not
 * understand is refused. Beside this, the connection is read-only and its transaction rolled back.
 */
final class ReadOnlyGuard {

    private static final int MAX_LENGTH = 100_000;

    /** Nodes of the tree that are statements of their own and not queries. */
    private static final Set<Integer> WRITING = Set.of(
            CCJSqlParserTreeConstants.JJTPARENTHESEDINSERT,
            CCJSqlParserTreeConstants.JJTPARENTHESEDUPDATE,
            CCJSqlParserTreeConstants.JJTPARENTHESEDDELETE,
            CCJSqlParserTreeConstants.JJTBLOCK,
            CCJSqlParserTreeConstants.JJTFROMQUERY,
            CCJSqlParserTreeConstants.JJTPIPEOPERATOR);

    private ReadOnlyGuard() {}

    /** Whether a text is a query in that dialect. */
    static QueryVerdict judge(String sql, Dialect dialect) {
        if (sql.length() > MAX_LENGTH) {
            return new Refused("a query may have " + MAX_LENGTH + " characters, this has " + sql.length());
        }
        try {
            String statement = SqlScanner.statement(sql, dialect);
            Set<TableName> tables = require(parse(statement, dialect));
            return new ReadOnly(statement.strip(), tables);
        } catch (RefusedSqlException e) {
            return new Refused(e.getMessage());
        }
    }

    private record Parsed(Statement statement, SimpleNode root) {}

    private static Parsed parse(String sql, Dialect dialect) {
        CCJSqlParser parser = CCJSqlParserUtil.newParser(sql)
                .withAllowComplexParsing(true)
                .withSquareBracketQuotation(dialect.hasBrackets())
                .withUnsupportedStatements(false);
        // Of its own, so that a text that takes the parser for ever costs its patience and not a request's thread.
        try (ExecutorService executor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("sql-guard").factory())) {
            Statement statement = CCJSqlParserUtil.parseStatement(parser, executor);
            Token rest = parser.getNextToken();
            if (rest.kind != 0) {
                throw new RefusedSqlException(
                        "'" + rest.image + "' is not understood", rest.beginLine, rest.beginColumn);
            }
            if (!(parser.getASTRoot() instanceof SimpleNode root)) {
                throw new RefusedSqlException("the statement is not understood", 1, 1);
            }
            return new Parsed(statement, root);
        } catch (JSQLParserException e) {
            throw notUnderstood(e);
        }
    }

    private static Set<TableName> require(Parsed parsed) {
        if (!(parsed.statement() instanceof Select)) {
            throw refused("only SELECT, WITH, VALUES and TABLE statements are taken", parsed.root());
        }
        requireSelect((Select) parsed.statement(), parsed.root());
        requireNodes(parsed.root());
        requireFunctions(parsed.root().jjtGetFirstToken());
        Set<TableName> tables = new HashSet<>();
        collectTables(parsed.root(), tables);
        return tables;
    }

    private static void collectTables(SimpleNode node, Set<TableName> tables) {
        if (node.jjtGetValue() instanceof Table table && table.getName() != null) {
            tables.add(new TableName(table.getUnquotedSchemaName(), table.getUnquotedName()));
        }
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            collectTables((SimpleNode) node.jjtGetChild(i), tables);
        }
    }

    private static void requireNodes(SimpleNode node) {
        if (WRITING.contains(node.getId())) {
            throw refused("a statement inside a query must be a query too", node);
        }
        if (node.jjtGetValue() instanceof Select select) {
            requireSelect(select, node);
        }
        if (node.jjtGetValue() instanceof NextValExpression) {
            throw refused("taking the next value of a sequence changes it", node);
        }
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            Node child = node.jjtGetChild(i);
            if (!(child instanceof SimpleNode simple)) {
                throw refused("the statement is not understood", node);
            }
            requireNodes(simple);
        }
    }

    private static void requireSelect(Select select, SimpleNode node) {
        if (select.getForMode() != null || select.getForUpdateTable() != null || select.getWait() != null) {
            throw refused("a query must not lock rows (FOR UPDATE, FOR SHARE)", node);
        }
        if (select instanceof PlainSelect plain
                && (plain.getIntoTables() != null && !plain.getIntoTables().isEmpty()
                        || plain.getIntoTempTable() != null)) {
            throw refused("a query must not store its result (INTO)", node);
        }
    }

    /** A function is called wherever a name stands before a parenthesis, whatever the parser makes of the place. */
    private static void requireFunctions(Token first) {
        for (Token token = first; token != null && token.kind != 0; token = token.next) {
            boolean called = token.next != null && token.next.image.equals("(");
            if (called && RefusedFunctions.contains(token.image)) {
                throw new RefusedSqlException(
                        "the function '" + token.image + "' does more than read", token.beginLine, token.beginColumn);
            }
            // A quoted name with dots in it is one token.
            if (called
                    && token.image.indexOf('.') >= 0
                    && RefusedFunctions.contains(token.image.substring(token.image.lastIndexOf('.') + 1))) {
                throw new RefusedSqlException(
                        "the function '" + token.image + "' does more than read", token.beginLine, token.beginColumn);
            }
        }
    }

    private static RefusedSqlException refused(String reason, SimpleNode node) {
        Token token = node.jjtGetFirstToken();
        return token == null
                ? new RefusedSqlException(reason, 1, 1)
                : new RefusedSqlException(reason, token.beginLine, token.beginColumn);
    }

    private static RefusedSqlException notUnderstood(JSQLParserException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ParseException parse
                    && parse.currentToken != null
                    && parse.currentToken.next != null) {
                Token token = parse.currentToken.next;
                String what = token.kind == 0 ? "the end" : "'" + token.image + "'";
                return new RefusedSqlException(what + " is not understood", token.beginLine, token.beginColumn);
            }
            if (cause instanceof TokenMgrException) {
                return new RefusedSqlException("the text is not SQL", 1, 1);
            }
        }
        return new RefusedSqlException("the query is not understood in reasonable time", 1, 1);
    }
}
