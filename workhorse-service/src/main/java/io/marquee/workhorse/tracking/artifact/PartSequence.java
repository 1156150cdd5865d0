package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects one after the other as one stream; one of them is open at a time. */
final class PartSequence extends InputStream {

    private final ObjectStore store;
    private final Iterator<String> keys;
    private @Nullable InputStream current;

    PartSequence(ObjectStore store, List<String> keys) {
        this.store = store;
        this.keys = keys.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (true) {
            InputStream open = current;
            if (open == null) {
                if (!keys.hasNext()) {
                    return -1;
                }
                open = store.open(keys.next());
                current = open;
            }
            int read = open.read(buffer, offset, length);
            if (read >= 0) {
                return read;
            }
            close();
        }
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
