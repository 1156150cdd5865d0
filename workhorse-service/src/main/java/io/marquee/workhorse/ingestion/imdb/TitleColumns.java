package io.marquee.workhorse.ingestion.imdb;

/** Where {@code title.basics} has which column. */
record TitleColumns(
        int id, int type, int title, int originalTitle, int adult, int year, int runtimeMinutes, int genres) {

    /**
     * Finds them in the header.
     *
     * @throws io.marquee.contract.problem.ProblemException when one is missing
     */
    static TitleColumns of(TsvReader rows) {
        return new TitleColumns(
                rows.column("tconst"),
                rows.column("titleType"),
                rows.column("primaryTitle"),
                rows.column("originalTitle"),
                rows.column("isAdult"),
                rows.column("startYear"),
                rows.column("runtimeMinutes"),
                rows.column("genres"));
    }
}
