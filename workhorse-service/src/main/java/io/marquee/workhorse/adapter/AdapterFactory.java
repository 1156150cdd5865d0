package io.marquee.workhorse.adapter;

import io.marquee.workhorse.adapter.file.DataFiles;
import io.marquee.workhorse.adapter.file.FileOptions;
import io.marquee.workhorse.adapter.file.StorageAdapter;
import io.marquee.workhorse.adapter.sql.SqlAdapters;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The adapter for a place: {@code SqlAdapter} for connection URIs and names of configured connections,
 * {@code StorageAdapter} for paths and URIs of files.
 */
@ApplicationScoped
public class AdapterFactory {

    private final SqlAdapters databases;
    private final DataFiles files;

    AdapterFactory(SqlAdapters databases, DataFiles files) {
        this.databases = databases;
        this.files = files;
    }

    /**
     * The adapter; nothing is connected yet.
     *
     * @param place a connection URI, the name of a connection, or a path or URI of files
     * @param options for files
     * @throws AdapterException when the URI is not right
     */
    public DataAdapter open(String place, FileOptions options) throws AdapterException {
        return databases.takes(place) ? databases.open(place) : new StorageAdapter(files, place, options);
    }
}
