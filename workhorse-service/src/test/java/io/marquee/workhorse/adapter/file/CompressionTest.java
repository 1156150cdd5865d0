package io.marquee.workhorse.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {

    @ParameterizedTest
    @EnumSource
    void shouldUnpackWhatItPacked(Compression compression) throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(3).nextBytes(bytes);

        assertThat(unpack(compression, pack(compression, bytes))).isEqualTo(bytes);
        assertThat(unpack(compression, pack(compression, new byte[0]))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldNotTakeHalfAFileForAWholeOne(Compression compression) throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(3).nextBytes(bytes);
        byte[] packed = pack(compression, bytes);

        assertThatThrownBy(() -> unpack(compression, Arrays.copyOf(packed, packed.length / 2)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> unpack(compression, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldNotChooseBetweenTheFilesOfAnArchive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("folder/"));
            zip.putNextEntry(new ZipEntry("folder/a.csv"));
            zip.write(1);
            zip.putNextEntry(new ZipEntry("__MACOSX/a.csv"));
            zip.putNextEntry(new ZipEntry("b.csv"));
        }

        assertThatThrownBy(() -> unpack(Compression.ZIP, bytes.toByteArray()))
                .hasMessage("the zip archive must hold one file, there is also b.csv");
    }

    @ParameterizedTest
    @CsvSource({"a.csv,NONE", "a.csv.gz,GZIP", "A.CSV.GZ,GZIP", "a.jsonl.zst,ZSTD", "a.zip,ZIP", "gz,NONE"})
    void shouldGoByTheEndOfTheName(String name, Compression expected) {
        assertThat(Compression.ofName(name)).isEqualTo(expected);
    }

    private static byte[] pack(Compression compression, byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = compression.pack(packed, "a.csv.zip")) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] unpack(Compression compression, byte[] packed) throws IOException {
        try (InputStream in = compression.unpack(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }
}
