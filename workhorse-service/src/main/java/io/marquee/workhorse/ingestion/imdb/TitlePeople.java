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

    /** A title's ids and its share of the names take about 130 bytes; they may have two fifths of the heap. */
    private static final int HEAP_BYTES_PER_TITLE = 320;

    /** How many directors of a title are named. */
    private static final int MAX_DIRECTORS = 3;

    private static final byte[] ACTOR = "actor".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ACTRESS = "actress".getBytes(StandardCharsets.US_ASCII);

    private final int maxActors;
    private final int maxTitles;
    private final TitleIds titles = new TitleIds();
    private final NameStore names = new NameStore();
    /** By title, {@value #MAX_DIRECTORS} places each: the number in the director's id; 0 for none. */
    private int[] directors = new int[0];
    /** By title, {@link #maxActors} places each: the number in the actor's id, in the order of the credits; 0 for none. */
    private int[] actors = new int[0];

    private short[] orders = new short[0];
    /** Who is needed, sorted; the place is the ordinal among the names. */
    private int[] people = new int[0];

    TitlePeople(int maxActors) {
        this(maxActors, (int) Math.min(10_000_000, Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_TITLE));
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
            directors[title * MAX_DIRECTORS + place] = (int) person;
            start = end + 1;
        }
        return null;
    }

    private static long person(byte[] bytes, int start, int end) {
        boolean named = end - start > 2 && bytes[start] == 'n' && bytes[start + 1] == 'm';
        long person = named ? Digits.parse(bytes, start + 2, end) : -1;
        return person > 0 && person <= Integer.MAX_VALUE ? person : -1;
    }

    /** {@code title.principals}: actors and actresses with the lowest {@code ordering}, whatever the order of the rows. */
    SideTable principals() {
        return rows -> {
            actors = new int[titles.size() * maxActors];
            orders = new short[actors.length];
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
        long person = person(row.buffer(), row.start(personColumn), row.end(personColumn));
        if (person < 0) {
            return "must have an nconst like nm0000158, got: " + Shown.field(row, personColumn);
        }
        insert(title * maxActors, (short) Math.min(ordering, Short.MAX_VALUE), (int) person);
        return null;
    }

    /** Puts a person at its place among a title's actors; the last one falls out when there are too many. */
    private void insert(int first, short ordering, int person) {
        int place = first + maxActors;
        while (place > first && (actors[place - 1] == 0 || orders[place - 1] > ordering)) {
            place--;
        }
        if (place == first + maxActors) {
            return;
        }
        System.arraycopy(actors, place, actors, place + 1, first + maxActors - place - 1);
        System.arraycopy(orders, place, orders, place + 1, first + maxActors - place - 1);
        actors[place] = person;
        orders[place] = ordering;
    }

    /** {@code name.basics}: the names of those who are needed. */
    SideTable names() {
        return rows -> {
            orders = new short[0];
            people = distinct(directors, actors);
            names.reserve(people.length);
            int person = rows.column("nconst");
            int name = rows.column("primaryName");
            return row -> takeName(row, person, name);
        };
    }

    /** Everybody named in the two, once and sorted. */
    private static int[] distinct(int[] some, int[] others) {
        int[] all = Arrays.copyOf(some, some.length + others.length);
        System.arraycopy(others, 0, all, some.length, others.length);
        Arrays.sort(all);
        int count = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] != 0 && (count == 0 || all[i] != all[count - 1])) {
                all[count++] = all[i];
            }
        }
        return Arrays.copyOf(all, count);
    }

    private @Nullable String takeName(TsvReader row, int personColumn, int nameColumn) {
        long id = person(row.buffer(), row.start(personColumn), row.end(personColumn));
        if (id < 0) {
            return "must have an nconst like nm0000158, got: " + Shown.field(row, personColumn);
        }
        int person = Arrays.binarySearch(people, (int) id);
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
            int person = Arrays.binarySearch(people, places[place]);
            String name = person < 0 ? null : names.get(person);
            if (name != null && !found.contains(name)) {
                found.add(name);
            }
        }
        return found;
    }
}
