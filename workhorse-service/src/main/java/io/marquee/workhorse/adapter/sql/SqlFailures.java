package io.marquee.workhorse.adapter.sql;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AdapterException.Kind;
import java.sql.SQLException;

/** What a driver says, as an answer for people: which database, what is wrong, what to check; never the password. */
final class SqlFailures {

    private static final int MYSQL_UNKNOWN_DATABASE = 1049;
    private static final int MYSQL_ACCESS_DENIED = 1045;
    private static final int SQLSERVER_LOGIN_FAILED = 18456;
    private static final int SQLSERVER_CANNOT_OPEN_DATABASE = 4060;

    private SqlFailures() {}

    static AdapterException connecting(JdbcTarget target, SQLException e) {
        String start = "cannot connect to " + target.shown() + ": ";
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        int code = e.getErrorCode();
        if (state.startsWith("28") || code == MYSQL_ACCESS_DENIED || code == SQLSERVER_LOGIN_FAILED) {
            return exception(target, start + "the server refuses the user or the password; check both", e);
        }
        if (state.equals("3D000") || code == MYSQL_UNKNOWN_DATABASE || code == SQLSERVER_CANNOT_OPEN_DATABASE) {
            return exception(target, start + "there is no such database; check its name", e);
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.isEmpty()) {
            return exception(
                    target,
                    start + "the server does not answer; check host and port, and that it runs (" + said(e) + ")",
                    e);
        }
        return exception(target, start + said(e), e);
    }

    static AdapterException running(JdbcTarget target, String what, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String reason = state.equals("25006") ? "the connection may only read" : said(e);
        return exception(target, target.shown() + ": cannot " + what + ": " + reason, e);
    }

    /** Without the driver's exception as cause: its message, and those of its causes, may quote the password. */
    private static AdapterException exception(JdbcTarget target, String message, SQLException e) {
        AdapterException clean = new AdapterException(Kind.TARGET, target.withoutSecrets(message), null);
        clean.setStackTrace(e.getStackTrace());
        return clean;
    }

    private static String said(SQLException e) {
        Throwable deepest = e;
        while (deepest.getMessage() == null && deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String text = deepest.getMessage() == null ? e.getClass().getSimpleName() : deepest.getMessage();
        int lineEnd = text.indexOf('\n');
        String line = lineEnd < 0
                ? text
                : text.substring(0, lineEnd) + " " + text.substring(lineEnd).strip();
        return line.replaceAll("\\s+", " ").strip();
    }
}
