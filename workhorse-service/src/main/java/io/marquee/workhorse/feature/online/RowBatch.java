package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.feature.online.redis.ByteBuilder;
import io.marquee.workhorse.feature.online.redis.KeySlot;
import java.util.Arrays;

/**
 * Rows of one view as Redis is sent them: for each row the key as an argument, then hash fields and values as arguments, all
 * in one piece of memory that is used again for the next batch. A writer notes here what became of each row.
 */
final class RowBatch {

    /** What became of a row. */
    enum Outcome {
        /** Redis has not said yet. */
        OPEN,
        WRITTEN,
        /** Left alone, since the row in Redis is of a later time. */
        NEWER
    }

    /** A batch is full with so many bytes, however few rows that are: some views have long lists. */
    private static final int FULL = 1 << 20;

    private final int capacity;
    private final ByteBuilder bytes;
    private final ValueEncoder values;
    private final int[] begins;
    private final int[] keyEnds;
    private final int[] keyLengths;
    private final long[] seconds;
    private final int[] nanos;
    private final Outcome[] outcomes;
    private int rows;

    RowBatch(int capacity) {
        this.capacity = capacity;
        this.bytes = new ByteBuilder(Math.min(FULL, capacity * 256));
        this.values = new ValueEncoder(bytes);
        this.begins = new int[capacity + 1];
        this.keyEnds = new int[capacity];
        this.keyLengths = new int[capacity];
        this.seconds = new long[capacity];
        this.nanos = new int[capacity];
        this.outcomes = new Outcome[capacity];
    }

    void clear() {
        rows = 0;
        bytes.clear();
    }

    boolean isFull() {
        return rows == capacity || bytes.size() >= FULL;
    }

    int rows() {
        return rows;
    }

    /** Begins a row; its fields and values follow. */
    void begin(byte[] key, int keyLength, long epochSecond, int nano) {
        begins[rows] = bytes.size();
        bytes.putBulkHead(keyLength).put(key, 0, keyLength).putLineEnd();
        keyEnds[rows] = bytes.size();
        keyLengths[rows] = keyLength;
        seconds[rows] = epochSecond;
        nanos[rows] = nano;
        outcomes[rows] = Outcome.OPEN;
    }

    /** A hash field, as a whole argument. */
    void putField(byte[] argument) {
        bytes.put(argument);
    }

    /** For the values. */
    ValueEncoder values() {
        return values;
    }

    void end() {
        rows++;
        begins[rows] = bytes.size();
    }

    long seconds(int row) {
        return seconds[row];
    }

    int nanos(int row) {
        return nanos[row];
    }

    /** The key as an argument. */
    void putKey(int row, ByteBuilder command) {
        command.put(bytes.array(), begins[row], keyEnds[row] - begins[row]);
    }

    /** Fields and values as arguments. */
    void putPairs(int row, ByteBuilder command) {
        command.put(bytes.array(), keyEnds[row], begins[row + 1] - keyEnds[row]);
    }

    /** Key, fields and values as arguments. */
    void putAll(int row, ByteBuilder command) {
        command.put(bytes.array(), begins[row], begins[row + 1] - begins[row]);
    }

    int slot(int row) {
        return KeySlot.of(bytes.array(), keyEnds[row] - 2 - keyLengths[row], keyLengths[row]);
    }

    Outcome outcome(int row) {
        return outcomes[row];
    }

    void outcome(int row, Outcome outcome) {
        outcomes[row] = outcome;
    }

    /** How many rows came to that. */
    long count(Outcome wanted) {
        return Arrays.stream(outcomes, 0, rows).filter(wanted::equals).count();
    }

    /** The bytes of a key, for tests and messages. */
    byte[] key(int row) {
        int end = keyEnds[row] - 2;
        return Arrays.copyOfRange(bytes.array(), end - keyLengths[row], end);
    }

    /** The arguments of a row. */
    byte[] arguments(int row) {
        return Arrays.copyOfRange(bytes.array(), keyEnds[row], begins[row + 1]);
    }
}
