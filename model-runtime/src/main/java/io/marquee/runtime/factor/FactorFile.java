package io.marquee.runtime.factor;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The file format of a factor model, {@value #FILE_NAME}. Everything is little-endian, without padding:
 *
 * <pre>
 * offset  type       content
 *      0  4 bytes    "MRQF"
 *      4  int32      format version, 1
 *      8  int64      length of the whole file in bytes
 *     16  int32      f, number of factors
 *     20  int32      m, number of movies
 *     24  int32      u, number of users
 *     28  int32      s, number of seen movies of all users together
 *     32  float32    mean rating
 *     36  float32    ranking caution
 *     40  float64×4  user step: regularisation, regularisation floor, bias damping, half-life (+infinity: no decay)
 *     72  int64×m    movie ids, ascending
 *         float32×m  movie biases
 *         float32×mf movie factors, row by row
 *         int32×m    training ratings of each movie
 *         float32×m  damped mean rating of each movie
 *         int64×u    user ids, ascending
 *         float32×u  user biases
 *         float32×uf user factors, row by row
 *         int32×u    training ratings of each user
 *         int32×u+1  starts of each user's seen movies
 *         int32×s    seen movies, as positions in the list of movies
 * </pre>
 */
public final class FactorFile {

    /** Its path within the model folder. */
    public static final String FILE_NAME = "factors.bin";

    /** The version that is written. */
    public static final int VERSION = 1;

    private static final int MAGIC = 0x4651524D;
    private static final int HEADER_BYTES = 72;

    private FactorFile() {}

    public static byte[] write(FactorTables tables) {
        int length = Math.toIntExact(
                length(tables.factors(), tables.movies().size(), tables.users().size(), tables.seenMovies().length));
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(VERSION).putLong(length);
        out.putInt(tables.factors())
                .putInt(tables.movies().size())
                .putInt(tables.users().size())
                .putInt(tables.seenMovies().length);
        out.putFloat(tables.mean()).putFloat(tables.rankingCaution());
        RidgeSettings step = tables.userStep();
        out.putDouble(step.regularisation())
                .putDouble(step.regularisationFloor())
                .putDouble(step.biasDamping())
                .putDouble(step.halfLife());
        putLongs(out, tables.movies().toArray());
        putFloats(out, tables.movieBiases());
        putFloats(out, tables.movieFactors());
        putInts(out, tables.movieRatingCounts());
        putFloats(out, tables.movieMeans());
        putLongs(out, tables.users().toArray());
        putFloats(out, tables.userBiases());
        putFloats(out, tables.userFactors());
        putInts(out, tables.userRatingCounts());
        putInts(out, tables.seenStarts());
        putInts(out, tables.seenMovies());
        return out.array();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException saying what is wrong with the bytes
     */
    public static FactorTables read(byte[] file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        try {
            return read(in, file.length);
        } catch (BufferUnderflowException e) {
            throw new IOException("is cut off after " + file.length + " bytes", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static FactorTables read(ByteBuffer in, int actualLength) throws IOException {
        if (in.getInt() != MAGIC) {
            throw new IOException("is not a factor file: it does not begin with MRQF");
        }
        int version = in.getInt();
        if (version != VERSION) {
            throw new IOException("has format version " + version + "; this program reads version " + VERSION);
        }
        long statedLength = in.getLong();
        if (statedLength != actualLength) {
            throw new IOException("has " + actualLength + " bytes where its header says " + statedLength);
        }
        int factors = in.getInt();
        int movies = in.getInt();
        int users = in.getInt();
        int seen = in.getInt();
        if (factors < 1 || movies < 0 || users < 0 || seen < 0) {
            throw new IOException("has a header with " + factors + " factors, " + movies + " movies, " + users
                    + " users and " + seen + " seen movies");
        }
        if (length(factors, movies, users, seen) != actualLength) {
            throw new IOException("has " + actualLength + " bytes where " + factors + " factors, " + movies
                    + " movies, " + users + " users and " + seen + " seen movies need "
                    + length(factors, movies, users, seen));
        }
        float mean = in.getFloat();
        float caution = in.getFloat();
        RidgeSettings step = new RidgeSettings(in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble());
        return new FactorTables(
                factors,
                mean,
                step,
                caution,
                IdIndex.ofSorted(longs(in, movies)),
                floats(in, movies),
                floats(in, movies * factors),
                ints(in, movies),
                floats(in, movies),
                IdIndex.ofSorted(longs(in, users)),
                floats(in, users),
                floats(in, users * factors),
                ints(in, users),
                ints(in, users + 1),
                ints(in, seen));
    }

    private static long length(long factors, long movies, long users, long seen) {
        return HEADER_BYTES
                + movies * (8 + 4 + 4 * factors + 4 + 4)
                + users * (8 + 4 + 4 * factors + 4)
                + 4 * (users + 1)
                + 4 * seen;
    }

    private static void putLongs(ByteBuffer out, long[] values) {
        out.asLongBuffer().put(values);
        out.position(out.position() + Long.BYTES * values.length);
    }

    private static void putInts(ByteBuffer out, int[] values) {
        out.asIntBuffer().put(values);
        out.position(out.position() + Integer.BYTES * values.length);
    }

    private static void putFloats(ByteBuffer out, float[] values) {
        out.asFloatBuffer().put(values);
        out.position(out.position() + Float.BYTES * values.length);
    }

    private static long[] longs(ByteBuffer in, int count) {
        long[] values = new long[count];
        in.asLongBuffer().get(values);
        in.position(in.position() + Long.BYTES * count);
        return values;
    }

    private static int[] ints(ByteBuffer in, int count) {
        int[] values = new int[count];
        in.asIntBuffer().get(values);
        in.position(in.position() + Integer.BYTES * count);
        return values;
    }

    private static float[] floats(ByteBuffer in, int count) {
        float[] values = new float[count];
        in.asFloatBuffer().get(values);
        in.position(in.position() + Float.BYTES * count);
        return values;
    }
}
