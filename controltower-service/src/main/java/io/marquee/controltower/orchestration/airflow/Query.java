package io.marquee.controltower.orchestration.airflow;

import io.marquee.controltower.orchestration.airflow.AirflowException.Fault;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Query parameters, with Airflow's defaults and complaints. */
final class Query {

    static final int DEFAULT_LIMIT = 50;
    /** More per page than this are not given, whatever is asked for. */
    static final int LARGEST_PAGE = 100;

    private final MultivaluedMap<String, String> parameters;

    private Query(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    static Query of(UriInfo uri) {
        return new Query(uri.getQueryParameters());
    }

    int limit() {
        return Math.min(wholeNumber("limit", DEFAULT_LIMIT), LARGEST_PAGE);
    }

    int offset() {
        return wholeNumber("offset", 0);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.getFirst(name)).filter(text -> !text.isEmpty());
    }

    List<String> texts(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    Optional<Boolean> flag(String name) {
        return text(name).map(value -> switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default ->
                throw AirflowException.invalid(Fault.inQuery(
                        "bool_parsing", name, "Input should be a valid boolean, unable to interpret input", value));
        });
    }

    @Nullable
    Instant instant(String name) {
        String value = parameters.getFirst(name);
        if (value == null) {
            return null;
        }
        try {
            // A plus sign that was not encoded arrives as a space.
            return OffsetDateTime.parse(value.replace(' ', '+')).toInstant();
        } catch (DateTimeParseException e) {
            throw AirflowException.invalid(Fault.inQuery(
                    "datetime_from_date_parsing", name, "Input should be a valid datetime or date", value));
        }
    }

    /** Names to order by; a leading minus means descending. */
    List<String> orderBy() {
        List<String> names = new ArrayList<>();
        for (String value : texts("order_by")) {
            for (String name : value.split(",")) {
                if (!name.isBlank()) {
                    names.add(name.trim());
                }
            }
        }
        return names;
    }

    private int wholeNumber(String name, int whenAbsent) {
        String value = parameters.getFirst(name);
        if (value == null) {
            return whenAbsent;
        }
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw AirflowException.invalid(Fault.inQuery(
                    "int_parsing",
                    name,
                    "Input should be a valid integer, unable to parse string as an integer",
                    value));
        }
        if (number < 0) {
            throw AirflowException.invalid(
                    Fault.inQuery("greater_than_equal", name, "Input should be greater than or equal to 0", value));
        }
        return number;
    }
}
