package io.marquee.workhorse.ingestion.download;

import io.marquee.contract.problem.ProblemException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What can be downloaded: which files a data set of some size has, and where. */
final class Publisher {

    /** The tables of each size of IMDb's data. */
    private static final Map<String, List<String>> IMDB_SIZES = new TreeMap<>(Map.of(
            "titles", List.of("title.basics", "title.ratings"),
            "people", List.of("title.basics", "title.ratings", "title.crew", "title.principals", "name.basics")));

    private static final List<String> MOVIELENS_SIZES =
            List.of("latest-small", "latest", "100k", "1m", "10m", "20m", "25m", "32m");

    /**
     * The files of one download.
     *
     * @param path what is to be ingested when they are there: a zip file or a folder
     */
    record Plan(String dataset, String size, Path path, List<RemoteFile> files) {}

    private final Path folder;
    private final URI movieLens;
    private final @Nullable URI imdb;

    Publisher(Path folder, URI movieLens, @Nullable URI imdb) {
        this.folder = folder.toAbsolutePath().normalize();
        this.movieLens = movieLens;
        this.imdb = imdb;
    }

    /**
     * Plans a download.
     *
     * @param size null for the smallest that makes sense: {@code latest-small}, {@code titles}
     * @throws ProblemException when there is no such data set, size or address
     */
    Plan plan(String dataset, @Nullable String size) {
        return switch (dataset) {
            case "movielens" -> movieLens(size == null ? "latest-small" : size);
            case "imdb" -> imdb(size == null ? "titles" : size, null);
            default -> throw ProblemException.invalid("dataset", dataset, "must be movielens or imdb");
        };
    }

    /**
     * Plans a download of IMDb's tables from an address of one's own.
     *
     * @param base null for the configured one
     */
    Plan imdb(String size, @Nullable URI base) {
        List<String> tables = IMDB_SIZES.get(size);
        if (tables == null) {
            throw ProblemException.invalid("size", size, "must be of " + IMDB_SIZES.keySet());
        }
        URI address = imdbAddress(base);
        // Files of two publishers must not be mixed.
        Path target = folder.resolve("imdb")
                .resolve(Integer.toHexString(address.toString().hashCode()));
        return new Plan(
                "imdb",
                size,
                target,
                tables.stream()
                        .map(table -> table + ".tsv.gz")
                        .map(name -> new RemoteFile(below(address, name), target.resolve(name), null))
                        .toList());
    }

    /**
     * The address of IMDb's tables.
     *
     * @param base null for the configured one
     */
    URI imdbAddress(@Nullable URI base) {
        URI address = base == null ? imdb : base;
        if (address == null) {
            throw ProblemException.invalid(
                    "dataset", "imdb", "needs an address to download from, set IMDB_BASE_URL or use files at hand");
        }
        return address;
    }

    /** Whether there is an address of IMDb's tables. */
    boolean hasImdb() {
        return imdb != null;
    }

    private Plan movieLens(String size) {
        if (!MOVIELENS_SIZES.contains(size)) {
            throw ProblemException.invalid("size", size, "must be of " + MOVIELENS_SIZES);
        }
        String name = "ml-" + size + ".zip";
        Path target = folder.resolve("movielens").resolve(name);
        return new Plan(
                "movielens",
                size,
                target,
                List.of(new RemoteFile(below(movieLens, name), target, below(movieLens, name + ".md5"))));
    }

    private static URI below(URI base, String name) {
        String text = base.toString();
        return URI.create(text.endsWith("/") ? text + name : text + "/" + name);
    }
}
