package io.marquee.workhorse.adapter.file;

import io.marquee.workhorse.adapter.AdapterException;
import io.marquee.workhorse.adapter.AdapterException.Kind;
import io.marquee.workhorse.adapter.DataAdapter;
import io.marquee.workhorse.adapter.Rows;
import io.marquee.workhorse.adapter.TypedRows;
import io.marquee.workhorse.adapter.WriteMode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Files by path or URI, see {@link DataFiles}. A source may be many files with the same columns, which are read in order. */
public final class StorageAdapter implements DataAdapter {

    private final DataFiles files;
    private final String place;
    private final FileOptions options;

    /** @param place what {@link #test} looks at: a folder, a bucket */
    public StorageAdapter(DataFiles files, String place, FileOptions options) {
        this.files = files;
        this.place = place;
        this.options = options;
    }

    @Override
    public String origin() {
        return place;
    }

    @Override
    public String test() throws IOException {
        try {
            return files.test(place);
        } catch (IllegalArgumentException e) {
            throw new AdapterException(Kind.REQUEST, e.getMessage(), e);
        }
    }

    @Override
    public Rows read(String source) throws IOException {
        List<DataFile> found = files.find(source);
        try {
            return FileRows.of(found, options);
        } catch (IllegalArgumentException e) {
            throw new AdapterException(Kind.REQUEST, e.getMessage(), e);
        }
    }

    @Override
    public long write(String target, Rows rows, WriteMode mode) throws IOException {
        if (mode instanceof WriteMode.Upsert) {
            throw new AdapterException(Kind.REQUEST, "a file can only be replaced, not upserted: " + target, null);
        }
        RowsWriter writer;
        try {
            writer = RowsWriter.of(options.formatOf(target), options);
        } catch (IllegalArgumentException e) {
            throw new AdapterException(Kind.REQUEST, e.getMessage(), e);
        }
        Rows typed = TypedRows.checked(rows);
        AtomicLong count = new AtomicLong();
        files.write(target, out -> {
            var packed = Compression.ofName(target).pack(out, target.substring(target.lastIndexOf('/') + 1));
            count.set(writer.write(typed, packed));
            // Ends the packing; the stream below is the store's to end.
            if (packed != out) {
                packed.close();
            }
        });
        return count.get();
    }
}
