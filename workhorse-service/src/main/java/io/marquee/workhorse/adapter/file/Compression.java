package io.marquee.workhorse.adapter.file;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** How a file is packed, by the end of its name. */
public enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst"),
    ZIP(".zip");

    private static final int BUFFER = 1 << 16;

    private final String extension;

    Compression(String extension) {
        this.extension = extension;
    }

    /** The one that a file's name tells. */
    public static Compression ofName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (Compression compression : values()) {
            if (compression != NONE && lower.endsWith(compression.extension)) {
                return compression;
            }
        }
        return NONE;
    }

    static String withoutExtension(String name) {
        return name.substring(0, name.length() - ofName(name).extension.length());
    }

    /**
     * Unpacks.
     *
     * @throws IOException when the stream is not packed like this, or an archive does not hold exactly one file
     */
    public InputStream unpack(InputStream packed) throws IOException {
        return switch (this) {
            case NONE -> packed;
            case GZIP -> new WholeGzipStream(packed, BUFFER);
            case ZSTD -> new ZstdInputStreamNoFinalizer(new BufferedInputStream(packed, BUFFER));
            case ZIP -> new OnlyEntry(new ZipInputStream(packed));
        };
    }

    /** Packs; an archive gets one file, named like the archive without its extension. */
    public OutputStream pack(OutputStream plain, String name) throws IOException {
        return switch (this) {
            case NONE -> plain;
            case GZIP -> new GZIPOutputStream(plain, BUFFER);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(plain);
            case ZIP -> {
                ZipOutputStream zip = new ZipOutputStream(plain);
                zip.putNextEntry(new ZipEntry(withoutExtension(name)));
                yield new EntryOutput(zip);
            }
        };
    }

    private static final class EntryOutput extends FilterOutputStream {

        EntryOutput(ZipOutputStream zip) {
            super(zip);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }
    }

    /** The content of an archive's only file; a second one is found at its end. */
    private static final class OnlyEntry extends FilterInputStream {

        private final ZipInputStream zip;

        OnlyEntry(ZipInputStream zip) throws IOException {
            super(zip);
            this.zip = zip;
            if (nextFile() == null) {
                throw new IOException("the zip archive holds no file");
            }
        }

        private @org.jspecify.annotations.Nullable ZipEntry nextFile() throws IOException {
            ZipEntry entry = zip.getNextEntry();
            while (entry != null && (entry.isDirectory() || entry.getName().startsWith("__MACOSX/"))) {
                entry = zip.getNextEntry();
            }
            return entry;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count < 0) {
                requireNoMore();
            }
            return count;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value < 0) {
                requireNoMore();
            }
            return value;
        }

        private void requireNoMore() throws IOException {
            ZipEntry second = nextFile();
            if (second != null) {
                throw new IOException("the zip archive must hold one file, there is also " + second.getName());
            }
        }
    }
}
