package io.marquee.nervous.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marquee.contract.event.Event;
import io.marquee.contract.event.InteractionType;
import io.marquee.contract.event.ModelPrediction;
import io.marquee.contract.event.UserInteraction;
import io.marquee.nervous.platform.Database;
import io.marquee.nervous.platform.Database.SqlArray;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stores events once each, by their id: one statement per batch, so that a batch is stored whole or not at all, and storing
 * it again changes nothing.
 */
@ApplicationScoped
public class EventStore {

    private static final String INSERT_PREDICTIONS = """
            WITH added AS (
              INSERT INTO monitoring.prediction_event
                (event_id, model_name, model_version, user_id, predicted_at, row_count, columns)
              SELECT event_id, model_name, model_version, user_id, predicted_at::timestamptz, row_count, columns::json
              FROM unnest(?, ?, ?, ?, ?, ?, ?)
                AS e(event_id, model_name, model_version, user_id, predicted_at, row_count, columns)
              ON CONFLICT (event_id) DO NOTHING
              RETURNING seq, event_id, model_name, model_version, user_id, predicted_at)
            INSERT INTO monitoring.prediction_row
              (event_seq, row_number, user_id, movie_id, model_name, model_version, predicted_at, prediction)
            SELECT a.seq, r.row_number, a.user_id, r.movie_id, a.model_name, a.model_version, a.predicted_at, r.prediction
            FROM unnest(?, ?, ?, ?) AS r(event_id, row_number, movie_id, prediction)
            JOIN added a USING (event_id)""";

    private static final String INSERT_INTERACTIONS = """
            INSERT INTO monitoring.interaction
              (event_id, user_id, movie_id, interaction_type, rating, happened_at, awaits_outcome)
            SELECT event_id, user_id, movie_id, interaction_type, rating, happened_at::timestamptz, rating IS NOT NULL
            FROM unnest(?, ?, ?, ?, ?, ?) AS i(event_id, user_id, movie_id, interaction_type, rating, happened_at)
            ON CONFLICT (event_id) DO NOTHING""";

    private static final String INSERT_JOURNAL = """
            INSERT INTO monitoring.event_journal (topic, event_id, event_type, happened_at)
            SELECT topic, event_id, event_type, happened_at::timestamptz
            FROM unnest(?, ?, ?, ?) AS j(topic, event_id, event_type, happened_at)
            ON CONFLICT (topic, event_id) DO NOTHING""";

    /** Whoever asks wants to know whether there are enough, and asks often. */
    private static final int COUNT_LIMIT = 100_000;

    private final Database database;
    private final ObjectMapper json;

    EventStore(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Stores predictions; those of a user also row by row, to be matched with the user's ratings. */
    public void storePredictions(Collection<ModelPrediction> batch) {
        List<ModelPrediction> events = distinct(batch, ModelPrediction::eventId);
        if (events.isEmpty()) {
            return;
        }
        List<PersonalRow> rows =
                events.stream().flatMap(event -> PersonalRow.of(event).stream()).toList();
        database.update(
                INSERT_PREDICTIONS,
                texts(events, ModelPrediction::eventId),
                texts(events, ModelPrediction::modelId),
                texts(events, ModelPrediction::modelVersion),
                column("bigint", events, ModelPrediction::userId),
                times(events, ModelPrediction::timestamp),
                column("int", events, event -> event.predictions().size()),
                texts(events, this::columns),
                texts(rows, PersonalRow::eventId),
                column("int", rows, PersonalRow::rowNumber),
                column("bigint", rows, PersonalRow::movieId),
                column("float8", rows, PersonalRow::prediction));
    }

    /** Stores interactions. */
    public void storeInteractions(Collection<UserInteraction> batch) {
        List<UserInteraction> events = distinct(batch, UserInteraction::eventId);
        if (events.isEmpty()) {
            return;
        }
        database.update(
                INSERT_INTERACTIONS,
                texts(events, UserInteraction::eventId),
                column("bigint", events, UserInteraction::userId),
                column("bigint", events, UserInteraction::contentId),
                texts(events, event -> event.interactionType().wireName()),
                column(
                        "float8",
                        events,
                        event -> event.interactionType() == InteractionType.RATING ? event.rating() : null),
                times(events, UserInteraction::timestamp));
    }

    /** Notes that events of any other kind have arrived. */
    public void journal(Collection<? extends Event> batch) {
        List<Event> events = List.copyOf(batch);
        if (events.isEmpty()) {
            return;
        }
        database.update(
                INSERT_JOURNAL,
                texts(events, event -> event.topic().topicName()),
                texts(events, Event::eventId),
                texts(events, Event::eventType),
                times(events, Event::timestamp));
    }

    /**
     * Ratings that arrived after that moment, counted up to {@value #COUNT_LIMIT}. By their arrival, not by the time that
     * they say they were given at: what is new to the models is what came in since, however old.
     */
    public long ratingsReceivedAfter(Instant moment) {
        return database.count("""
                SELECT count(*) FROM (
                  SELECT 1 FROM monitoring.interaction WHERE rating IS NOT NULL AND received_at > ? LIMIT ?) AS newer""", moment, COUNT_LIMIT);
    }

    private String columns(ModelPrediction event) {
        try {
            return json.writeValueAsString(new PredictionColumns(event.inputFeatures(), event.predictions()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the columns of " + event.eventId(), e);
        }
    }

    private static <E> List<E> distinct(Collection<E> batch, Function<E, String> id) {
        Map<String, E> byId = new LinkedHashMap<>();
        batch.forEach(event -> byId.putIfAbsent(id.apply(event), event));
        return List.copyOf(byId.values());
    }

    private static <E> SqlArray texts(List<E> events, Function<E, ? extends @Nullable Object> value) {
        return column("text", events, value);
    }

    /** Moments as text: an array of texts is what the driver writes without knowing the column's type. */
    private static <E> SqlArray times(List<E> events, Function<E, Instant> value) {
        return texts(
                events,
                event -> value.apply(event).truncatedTo(ChronoUnit.MICROS).toString());
    }

    private static <E> SqlArray column(String type, List<E> events, Function<E, ? extends @Nullable Object> value) {
        return new SqlArray(type, events.stream().map(value).toArray());
    }

    /** One prediction for one user and one movie. */
    private record PersonalRow(String eventId, int rowNumber, long movieId, double prediction) {

        static List<PersonalRow> of(ModelPrediction event) {
            List<@Nullable Object> movies = event.inputFeatures().get(ModelPrediction.MOVIE_ID);
            if (event.userId() == null || movies == null) {
                return List.of();
            }
            List<PersonalRow> rows = new ArrayList<>(movies.size());
            for (int i = 0; i < movies.size(); i++) {
                Double prediction = event.predictions().get(i);
                if (movies.get(i) instanceof Number movie && prediction != null && Double.isFinite(prediction)) {
                    rows.add(new PersonalRow(event.eventId(), i, movie.longValue(), prediction));
                }
            }
            return rows;
        }
    }
}
