package io.marquee.workhorse.snapshot;

/**
 * Says after which rows a chunk ends. That depends on nothing but the row itself (its key's hash, against odds that grow with
 * its length), so a row that comes, goes or changes touches the chunk it is in and at most the next one, wherever the others
 * are cut. Ranges of a fixed number of rows would all shift behind an inserted row; fixed ranges of key values would be far
 * too full or empty for ids that lie as unevenly as movies' and users' do. The idea is that of content-defined chunking, as
 * in LBFS (Muthitacharoen et al., 2001), with rows in place of bytes.
 */
final class RowChunker {

    /** The usual size of a chunk, in uncompressed bytes: what one changed row costs. */
    static final int USUAL_BYTES = 1 << 20;

    /** The size at which a chunk ends whatever its rows are; bounds the memory that one takes. */
    static final int MOST_BYTES = 4 << 20;

    private final int keyFields;

    /** @param keyFields how many of a row's first fields are its key */
    RowChunker(int keyFields) {
        this.keyFields = keyFields;
    }

    /**
     * Whether a chunk ends after this row.
     *
     * @param row a line of COPY's text format
     */
    boolean endsChunk(byte[] row) {
        return (hashOfKey(row) >>> 32) * USUAL_BYTES < (long) row.length << 32;
    }

    /** FNV-1a over the key's bytes, then mixed (the finaliser of SplitMix64), since neighbouring keys differ in few bits. */
    private long hashOfKey(byte[] row) {
        long hash = 0xcbf29ce484222325L;
        int fields = 0;
        for (byte value : row) {
            if (value == '\t' && ++fields == keyFields || value == '\n') {
                break;
            }
            hash = (hash ^ (value & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
