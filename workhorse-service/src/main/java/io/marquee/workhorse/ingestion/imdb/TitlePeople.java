package io.marquee.workhorse.ingestion.imdb;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Director and actors of the titles that are wanted, and only their names: first the titles are made known, then crew and
 * principals say who is needed, then the names of those are kept.
 */
final class TitlePeople {

    /** About 200 MB of people for this many titles; more would not fit beside the rest of a small service. */
    static final int MAX_TITLES = 2_000_000;

    /** How many directors of a title are named. */
    private static final int MAX_DIRECTORS = 3;

    private static final byte[] ACTOR = "actor".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ACTRESS = "actress".getBytes(StandardCharsets.US_ASCII);

    private final int maxActors;
    private final int maxTitles;
    private final TitleIds titles = new TitleIds();
    private final IdTable people = new IdTable();
    private final NameStore names = new NameStore();
    /** By title, {@value #MAX_DIRECTORS} places each: the director's ordinal among the people, plus 1. */
    private int[] directors = new int[0];
    /** By title, {@link #maxActors} places each: the actor's ordinal plus 1, in the order of the credits. */
    private int[] actors = new int[0];

    private int[] orders = new int[0];

    TitlePeople(int maxActors) {
        this(maxActors, MAX_TITLES);
    }

    TitlePeople(int maxActors, int maxTitles) {
        this.maxActors = maxActors;
        this.maxTitles = maxTitles;
    }

    /** Says that a title's people will be asked for. */
    void want(long title) {
        titles.add(title);
        if (titles.size() > maxTitles) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE,
                    "more than " + maxTitles + " titles are wanted, too many to join their people:"
                            + " narrow the filters or set the option people to false");
        }
    }

    /** {@code title.crew}: the first directors. */
    SideTable crew() {
        return rows -> {
            directors = new int[titles.size() * MAX_DIRECTORS];
            int title = rows.column("tconst");
            int director = rows.column("directors");
            return row -> takeCrew(row, title, director);
        };
    }

    private @Nullable String takeCrew(TsvReader row, int titleColumn, int directorColumn) {
        long id = row.id(titleColumn, 't', 't');
        if (id < 0) {
            return "must have a tconst like tt0114709, got: " + Shown.field(row, titleColumn);
        }
        int title = titles.find(id);
        if (title < 0 || row.isNull(directorColumn)) {
            return null;
        }
        int start = row.start(directorColumn);
        for (int place = 0; place < MAX_DIRECTORS && start < row.end(directorColumn); place++) {
            int end = start;
            while (end < row.end(directorColumn) && row.buffer()[end] != ',') {
                end++;
            }
            long person = person(row.buffer(), start, end);
            if (person < 0) {
                return "must have directors like nm0000229, got: " + Shown.field(row, directorColumn);
            }
            directors[title * MAX_DIRECTORS + place] = ordinal(person) + 1;
            start = end + 1;
        }
        return null;
    }

    private static long person(byte[] bytes, int start, int end) {
        boolean named = end - start > 2 && bytes[start] == 'n' && bytes[start + 1] == 'm';
        return named ? Digits.parse(bytes, start + 2, end) : -1;
    }

    /** {@code title.principals}: actors and actresses with the lowest {@code ordering}, whatever the order of the rows. */
    SideTable principals() {
        return rows -> {
            actors = new int[titles.size() * maxActors];
            orders = new int[actors.length];
            int title = rows.column("tconst");
            int ordering = rows.column("ordering");
            int person = rows.column("nconst");
            int category = rows.column("category");
            return row -> takePrincipal(row, title, ordering, person, category);
        };
    }

    private @Nullable String takePrincipal(
            TsvReader row, int titleColumn, int orderingColumn, int personColumn, int categoryColumn) {
        byte[] bytes = row.buffer();
        int start = row.start(categoryColumn);
        int end = row.end(categoryColumn);
        if (!Arrays.equals(bytes, start, end, ACTOR, 0, ACTOR.length)
                && !Arrays.equals(bytes, start, end, ACTRESS, 0, ACTRESS.length)) {
            return null;
        }
        long id = row.id(titleColumn, 't', 't');
        if (id < 0) {
            return "must have a tconst like tt0114709, got: " + Shown.field(row, titleColumn);
        }
        int title = titles.find(id);
        if (title < 0) {
            return null;
        }
        long ordering = row.number(orderingColumn);
        if (ordering < 0 || ordering > Integer.MAX_VALUE) {
            return "must have a whole number as ordering, got: " + Shown.field(row, orderingColumn);
        }
        long person = row.id(personColumn, 'n', 'm');
        if (person < 0) {
            return "must have an nconst like nm0000158, got: " + Shown.field(row, personColumn);
        }
        insert(title * maxActors, (int) ordering, person);
        return null;
    }

    /** Puts a person at its place among a title's actors; the last one falls out when there are too many. */
    private void insert(int first, int ordering, long person) {
        int place = first + maxActors;
        while (place > first && (actors[place - 1] == 0 || orders[place - 1] > ordering)) {
            place--;
        }
        if (place == first + maxActors) {
            return;
        }
        System.arraycopy(actors, place, actors, place + 1, first + maxActors - place - 1);
        System.arraycopy(orders, place, orders, place + 1, first + maxActors - place - 1);
        actors[place] = ordinal(person) + 1;
        orders[place] = ordering;
    }

    private int ordinal(long person) {
        int ordinal = people.add(person);
        return ordinal < 0 ? -1 - ordinal : ordinal;
    }

    /** {@code name.basics}: the names of those who are needed. */
    SideTable names() {
        return rows -> {
            orders = new int[0];
            names.reserve(people.size());
            int person = rows.column("nconst");
            int name = rows.column("primaryName");
            return row -> takeName(row, person, name);
        };
    }

    private @Nullable String takeName(TsvReader row, int personColumn, int nameColumn) {
        long id = row.id(personColumn, 'n', 'm');
        if (id < 0) {
            return "must have an nconst like nm0000158, got: " + Shown.field(row, personColumn);
        }
        int person = people.find(id);
        if (person >= 0 && !row.isNull(nameColumn)) {
            names.put(person, row.buffer(), row.start(nameColumn), row.end(nameColumn));
        }
        return null;
    }

    /** Names of a title's directors, separated by comma and blank; null when none is known. */
    @Nullable
    String director(long id) {
        List<String> found = names(titles.find(id), directors, MAX_DIRECTORS);
        return found.isEmpty() ? null : String.join(", ", found);
    }

    /** Names of a title's actors in the order of the credits; null when none is known. */
    @Nullable
    List<String> actors(long id) {
        List<String> found = names(titles.find(id), actors, maxActors);
        return found.isEmpty() ? null : found;
    }

    private List<String> names(int title, int[] places, int perTitle) {
        if (title < 0 || places.length == 0) {
            return List.of();
        }
        List<String> found = new ArrayList<>(perTitle);
        for (int place = title * perTitle; place < (title + 1) * perTitle && places[place] != 0; place++) {
            String name = names.get(places[place] - 1);
            if (name != null && !found.contains(name)) {
                found.add(name);
            }
        }
        return found;
    }
}
