package io.marquee.workhorse.adapter;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows one after the other, in bounded memory. For one thread. */
public interface Rows extends Closeable {

    /** What each row has, in order. */
    List<Column> columns();

    /**
     * The next row, which is the caller's; null at the end.
     *
     * @throws IOException when the source breaks off or a value is not what its column promises; names row and column
     */
    @Nullable
    Object @Nullable [] next() throws IOException;
}
