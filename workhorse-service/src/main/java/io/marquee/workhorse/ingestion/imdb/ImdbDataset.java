package io.marquee.workhorse.ingestion.imdb;

import io.marquee.workhorse.ingestion.source.RecordReader;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.marquee.workhorse.ingestion.source.SourceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * IMDb's tables as one stream of movies. The tables beside {@code title.basics} come first; what is needed of them is
 * remembered in arrays. When people are joined, {@code title.basics} is read twice: first to know whose people are wanted.
 */
final class ImdbDataset implements SourceDataset {

    private static final String FIRST_PASS = " (first pass)";

    private final ImdbFiles files;
    private final ImdbOptions options;
    private final Supplier<@Nullable IdTable> knownTitles;
    private final List<Side> sides = new ArrayList<>();
    private final List<SourceTable> tables = new ArrayList<>();
    private TitleRatings ratings = new TitleRatings();
    private @Nullable TitlePeople people;
    private @Nullable IdTable known;

    /**
     * A data set of those files.
     *
     * @param knownTitles the ids that the catalogue has, asked for once per reading; null when others are wanted too
     */
    ImdbDataset(ImdbFiles files, ImdbOptions options, Supplier<@Nullable IdTable> knownTitles) {
        this.files = files;
        this.options = options;
        this.knownTitles = knownTitles;
        sides.add(new Side(files.ratings(), "", () -> {
            ratings = new TitleRatings();
            known = knownTitles.get();
            return ratings;
        }));
        if (!Boolean.FALSE.equals(options.people()) && files.hasPeople()) {
            addPeople();
        }
        tables.addAll(sides);
        tables.add(new Titles());
    }

    private void addPeople() {
        sides.add(new Side(files.basics(), FIRST_PASS, () -> {
            TitlePeople wanted = new TitlePeople(options.maxActors());
            people = wanted;
            return rows -> {
                TitleColumns columns = TitleColumns.of(rows);
                TitleFilter filter = new TitleFilter(options, columns, ratings, known);
                // What is wrong with a title is told when it is delivered.
                return row -> {
                    long id = filter.wants(row) ? row.id(columns.id(), 't', 't') : -1;
                    if (id >= 0) {
                        wanted.want(id);
                    }
                    return null;
                };
            };
        }));
        ImdbFile crew = files.crew();
        if (crew != null) {
            sides.add(new Side(crew, "", () -> wanted().crew()));
        }
        ImdbFile principals = files.principals();
        if (principals != null) {
            sides.add(new Side(principals, "", () -> wanted().principals()));
        }
        ImdbFile names = files.names();
        if (names != null) {
            sides.add(new Side(names, "", () -> wanted().names()));
        }
    }

    private TitlePeople wanted() {
        if (people == null) {
            throw new IllegalStateException("people are asked for before the titles are known");
        }
        return people;
    }

    @Override
    public String source() {
        return "imdb";
    }

    @Override
    public String origin() {
        return files.origin();
    }

    @Override
    public List<SourceTable> tables() {
        return List.copyOf(tables);
    }

    @Override
    public List<Path> rawFiles() {
        return options.archive() ? files.local() : List.of();
    }

    /** Forgets what was remembered, so that the memory is free and the next reading begins anew. */
    private void forget() {
        ratings = new TitleRatings();
        people = null;
        known = null;
        sides.forEach(side -> side.read = false);
    }

    /** Reads the tables that come before that one and have not been read, whose refused rows nobody asked for. */
    private void readSidesBefore(@Nullable Side end) throws IOException {
        for (Side side : sides) {
            if (side == end) {
                return;
            }
            if (!side.read) {
                try (RecordReader reader = side.openAlone()) {
                    while (reader.next() != null) {
                        // Each call goes on to the next refused row.
                    }
                }
            }
        }
    }

    /** A table whose rows are remembered. */
    private final class Side implements SourceTable {

        private final ImdbFile file;
        private final String pass;
        private final Supplier<SideTable> memory;
        private boolean read;

        Side(ImdbFile file, String pass, Supplier<SideTable> memory) {
            this.file = file;
            this.pass = pass;
            this.memory = memory;
        }

        @Override
        public String target() {
            return "movies";
        }

        @Override
        public String name() {
            return file.name() + pass;
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public RecordReader open() throws IOException {
            readSidesBefore(this);
            return openAlone();
        }

        private RecordReader openAlone() throws IOException {
            AtomicLong position = new AtomicLong();
            read = false;
            TsvReader rows = file.open(position);
            try {
                return new SideReader(
                        rows, memory.get().start(rows), !pass.equals(FIRST_PASS), position, () -> read = true);
            } catch (RuntimeException e) {
                rows.close();
                throw e;
            }
        }
    }

    /** The titles themselves. */
    private final class Titles implements SourceTable {

        @Override
        public String target() {
            return "movies";
        }

        @Override
        public String name() {
            return files.basics().name();
        }

        @Override
        public long size() {
            return files.basics().size();
        }

        @Override
        public RecordReader open() throws IOException {
            readSidesBefore(null);
            AtomicLong position = new AtomicLong();
            TsvReader rows = files.basics().open(position);
            try {
                TitleColumns columns = TitleColumns.of(rows);
                return new TitleReader(
                        rows,
                        new TitleFilter(options, columns, ratings, known),
                        new TitleRecord(rows, columns, ratings, people),
                        position,
                        ImdbDataset.this::forget);
            } catch (RuntimeException e) {
                rows.close();
                throw e;
            }
        }
    }
}
