package io.marquee.workhorse.snapshot;

import io.marquee.contract.id.EventId;
import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import io.marquee.workhorse.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jboss.logging.Logger;

/**
 * Snapshots in the object store: manifests by tag, chunks by the digest of their content, and for each create under way a
 * mark that keeps {@link SnapshotCollector} from the chunks it has not yet put into a manifest.
 */
@ApplicationScoped
class SnapshotStore {

    static final String TAGS = "snapshots/tags/";
    static final String OBJECTS = "snapshots/objects/";
    static final String MARKS = "snapshots/creating/";

    private static final String JSON = ".json";

    private static final Logger LOG = Logger.getLogger(SnapshotStore.class);

    /** A connection that breaks now and then shall not cost a snapshot that takes hours. */
    private static final int PUTS = 3;

    private final ObjectStore objects;

    SnapshotStore(ObjectStore objects) {
        this.objects = objects;
    }

    /** The manifest of that tag, checked against its digest; empty when there is none. */
    Optional<SnapshotManifest> find(SnapshotTag tag) throws IOException {
        String key = keyOf(tag);
        try (InputStream in = objects.open(key)) {
            SnapshotManifest manifest = ManifestCodec.read(key, in.readAllBytes());
            if (!manifest.tag().equals(tag.value())) {
                throw new ProblemException(
                        ProblemType.CONFLICT, "the manifest " + key + " is that of tag '" + manifest.tag() + "'");
            }
            return Optional.of(manifest);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The manifest of that tag. */
    SnapshotManifest get(SnapshotTag tag) throws IOException {
        return find(tag).orElseThrow(() -> ProblemException.notFound("snapshot", tag));
    }

    /** All manifests, oldest first. */
    List<SnapshotManifest> all() throws IOException {
        List<SnapshotManifest> manifests = new ArrayList<>();
        for (SnapshotTag tag : tags()) {
            find(tag).ifPresent(manifests::add);
        }
        manifests.sort(
                java.util.Comparator.comparing(SnapshotManifest::createdAt).thenComparing(SnapshotManifest::tag));
        return manifests;
    }

    private List<SnapshotTag> tags() throws IOException {
        return objects.list(TAGS).stream()
                .map(entry -> entry.key().substring(TAGS.length()))
                .filter(name -> name.endsWith(JSON) && !name.contains("/"))
                .map(name -> new SnapshotTag(name.substring(0, name.length() - JSON.length())))
                .toList();
    }

    /** Stores a manifest; false when its tag is taken by another one. */
    boolean add(SnapshotManifest manifest) throws IOException {
        SnapshotTag tag = new SnapshotTag(manifest.tag());
        return objects.putIfAbsent(keyOf(tag), ManifestCodec.bytes(manifest))
                // A client that repeats a request whose answer got lost finds its own manifest there.
                || find(tag).filter(manifest::equals).isPresent();
    }

    /** Stores an object whose content its key determines, so that it may be done twice. */
    private void put(String key, byte[] bytes) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                objects.put(key, bytes);
                return;
            } catch (IOException e) {
                if (attempt == PUTS) {
                    throw e;
                }
                LOG.debugf("%s is stored once more: %s", key, e.getMessage());
            }
        }
    }

    void delete(SnapshotTag tag) throws IOException {
        objects.delete(keyOf(tag));
    }

    boolean hasChunk(String sha256) throws IOException {
        return objects.exists(OBJECTS + sha256);
    }

    boolean hasAll(TableContent content) throws IOException {
        for (TableContent.Chunk chunk : content.chunks()) {
            if (!hasChunk(chunk.sha256())) {
                return false;
            }
        }
        return true;
    }

    /** Stores a chunk; how many bytes it takes. */
    long addChunk(String sha256, byte[] bytes, int length) throws IOException {
        byte[] packed = pack(bytes, length);
        put(OBJECTS + sha256, packed);
        return packed.length;
    }

    static byte[] pack(byte[] bytes, int length) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(length / 4 + 64);
        try (FastGzip gzip = new FastGzip(packed)) {
            gzip.write(bytes, 0, length);
        }
        return packed.toByteArray();
    }

    /** The stored form of a chunk, unchecked. */
    InputStream openPacked(String sha256) throws IOException {
        try {
            return objects.open(OBJECTS + sha256);
        } catch (NoSuchFileException e) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "the object " + OBJECTS + sha256 + " is missing from " + objects.uri(), e);
        }
    }

    /** The content of a chunk; reading it to its end fails when it is not what its name says. */
    InputStream openChunk(String sha256) throws IOException {
        return unpack(sha256, openPacked(sha256));
    }

    /** Unpacks a chunk while checking it. */
    static InputStream unpack(String sha256, InputStream packed) throws IOException {
        MessageDigest digest = Digest.sha256();
        try {
            return new CheckedInput(
                    sha256, new DigestInputStream(new GZIPInputStream(packed, 1 << 16), digest), digest);
        } catch (IOException e) {
            packed.close();
            throw corrupt(sha256, e);
        }
    }

    /** All chunks that are stored. */
    List<ObjectStore.Entry> chunks() throws IOException {
        return objects.list(OBJECTS);
    }

    void deleteObject(String key) throws IOException {
        objects.delete(key);
    }

    /** Marks that a create is under way; the mark's name tells since when. */
    String mark(Instant now) throws IOException {
        String key = MARKS + EventId.next(now);
        put(key, new byte[] {'{', '}'});
        return key;
    }

    List<String> marks() throws IOException {
        return objects.list(MARKS).stream().map(ObjectStore.Entry::key).toList();
    }

    /** When a mark was made: it ends in a UUID of version 7, which begins with the milliseconds since the epoch. */
    static Instant madeAt(String mark) {
        String id = mark.substring(MARKS.length());
        return Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(id.substring(0, 8) + id.substring(9, 13)));
    }

    ObjectStore objects() {
        return objects;
    }

    private static String keyOf(SnapshotTag tag) {
        return TAGS + tag.value() + JSON;
    }

    private static ProblemException corrupt(String sha256, IOException cause) {
        return new ProblemException(
                ProblemType.CONFLICT, "the object " + OBJECTS + sha256 + " is corrupt: " + cause.getMessage(), cause);
    }

    /** Gzip at its fastest: rows are read back far more often than the few per cent of space matter. */
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Compares the digest at the end, and names the object in whatever goes wrong with its bytes. */
    private static final class CheckedInput extends FilterInputStream {

        private final String sha256;
        private final MessageDigest digest;
        private boolean checked;

        CheckedInput(String sha256, InputStream in, MessageDigest digest) {
            super(in);
            this.sha256 = sha256;
            this.digest = digest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count;
            try {
                count = super.read(buffer, offset, length);
            } catch (ZipException | java.io.EOFException e) {
                throw corrupt(sha256, e);
            }
            if (count < 0 && !checked) {
                checked = true;
                if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
                    throw corrupt(sha256, new IOException("its content is not what its name says"));
                }
            }
            return count;
        }
    }
}
