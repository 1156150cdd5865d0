package io.marquee.workhorse.tracking.search;

import io.marquee.workhorse.tracking.store.SqlText;
import io.marquee.workhorse.tracking.wire.MlflowException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a total order. A token holds the place of the last row, not a count of rows: what is added or deleted before it
 * neither repeats nor hides a row of the following pages.
 */
public final class Paging {

    private static final char SEPARATOR = '\0';

    private final List<SortTerm> terms;

    /**
     * Pages in that order.
     *
     * @param terms together unique for each row
     */
    public Paging(List<SortTerm> terms) {
        this.terms = List.copyOf(terms);
    }

    /** The sort values as further columns, beginning with a comma. */
    public String columns() {
        return IntStream.range(0, terms.size())
                .mapToObj(i -> ", " + terms.get(i).expression() + " AS sort_" + i)
                .collect(Collectors.joining());
    }

    /** {@code ORDER BY} of the order. */
    public String orderBy() {
        return terms.stream()
                .filter(term -> !term.constant())
                .map(term -> term.expression() + (term.descending() ? " DESC" : ""))
                .collect(Collectors.joining(", ", " ORDER BY ", ""));
    }

    /** The token that continues behind the row that the result set stands on. */
    public String tokenAt(ResultSet row) throws SQLException {
        StringBuilder place = new StringBuilder();
        for (int i = 0; i < terms.size(); i++) {
            String column = "sort_" + i;
            place.append(SEPARATOR)
                    .append(
                            switch (terms.get(i).type()) {
                                case TEXT -> row.getString(column);
                                case LONG -> Long.toString(row.getLong(column));
                                case DOUBLE -> Double.toString(row.getDouble(column));
                            });
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((fingerprint(place.toString()) + place).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The condition for rows behind the token's place, beginning with {@code AND}; it says nothing without a token, and is
     * absent when no row of this order is behind it. For the order {@code a, b DESC} that is
     * {@code a >= ? AND (a > ? OR a = ? AND (b < ?))}, the first part so that an index is entered at the right place.
     */
    public Optional<SqlText> after(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            return Optional.of(new SqlText());
        }
        List<Object> place = read(token);
        int first = 0;
        while (first < terms.size() && terms.get(first).constant()) {
            int comparison = Long.compare(Long.parseLong(terms.get(first).expression()), (Long) place.get(first));
            if (comparison != 0) {
                return comparison > 0 ? Optional.of(new SqlText()) : Optional.empty();
            }
            first++;
        }
        SortTerm start = terms.get(first);
        SqlText condition = new SqlText(
                " AND " + start.expression() + (start.descending() ? " <= " : " >= ") + parameter(start) + " AND (",
                place.get(first));
        for (int i = first; i < terms.size(); i++) {
            SortTerm term = terms.get(i);
            condition.add(term.expression() + (term.descending() ? " < " : " > ") + parameter(term), place.get(i));
            if (i < terms.size() - 1) {
                condition.add(" OR " + term.expression() + " = " + parameter(term) + " AND (", place.get(i));
            }
        }
        return Optional.of(condition.add(")".repeat(terms.size() - first)));
    }

    private static String parameter(SortTerm term) {
        return "?::" + term.type().sqlName();
    }

    private List<Object> read(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            String text = new String(bytes, StandardCharsets.UTF_8);
            String[] parts = text.split(String.valueOf(SEPARATOR), -1);
            if (parts.length != terms.size() + 1 || !parts[0].equals(fingerprint(text.substring(parts[0].length())))) {
                throw MlflowException.invalid(
                        "Invalid page token, it was changed or belongs to a search with another order");
            }
            List<Object> place = new ArrayList<>();
            for (int i = 0; i < terms.size(); i++) {
                String part = parts[i + 1];
                place.add(
                        switch (terms.get(i).type()) {
                            case TEXT -> part;
                            case LONG -> Long.valueOf(part);
                            case DOUBLE -> Double.valueOf(part);
                        });
            }
            return place;
        } catch (NumberFormatException e) {
            throw MlflowException.invalid("Invalid page token, a part of it is not a number");
        } catch (IllegalArgumentException e) {
            throw MlflowException.invalid("Invalid page token, could not base64-decode");
        }
    }

    /** Tells orders apart, so that a token is not read against the wrong one, and a damaged place from a sound one. */
    private String fingerprint(String place) {
        CRC32 checksum = new CRC32();
        checksum.update(place.getBytes(StandardCharsets.UTF_8));
        terms.forEach(term -> checksum.update(
                (term.meaning() + SEPARATOR + term.descending() + SEPARATOR).getBytes(StandardCharsets.UTF_8)));
        return Long.toHexString(checksum.getValue());
    }
}
