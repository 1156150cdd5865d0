package io.marquee.nervous.platform;

import java.sql.SQLException;
import java.util.Locale;

/** The database refused a statement or is out of reach. */
public class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean dataFault;

    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
        String state = cause.getSQLState() == null ? "" : cause.getSQLState().toUpperCase(Locale.ROOT);
        // SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation): no repetition will help.
        this.dataFault = state.startsWith("22") || state.startsWith("23");
    }

    /** Whether the data itself cannot be stored, so that trying again is of no use. */
    public boolean isDataFault() {
        return dataFault;
    }
}
