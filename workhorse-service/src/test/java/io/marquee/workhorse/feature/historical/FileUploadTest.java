package io.marquee.workhorse.feature.historical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.workhorse.storage.FileObjectStore;
import io.marquee.workhorse.storage.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileUploadTest {

    @TempDir
    Path folder;

    @Test
    void shouldStoreAllOfAFileThatGrows() throws Exception {
        // Given
        ObjectStore store = new FileObjectStore(folder.resolve("store"));
        Path file = Files.createFile(folder.resolve("file"));
        byte[] bytes = new byte[3_000_000];
        new Random(5).nextBytes(bytes);

        // When
        try (FileUpload upload = new FileUpload(store, "result", file);
                OutputStream out = Files.newOutputStream(file)) {
            for (int from = 0; from < bytes.length; from += 300_000) {
                out.write(bytes, from, 300_000);
                out.flush();
                Thread.yield();
            }
            upload.complete();
        }

        // Then
        assertThat(store.open("result").readAllBytes()).isEqualTo(bytes);
    }

    @Test
    void shouldStoreNothingOfAFileThatIsNotCompleted() throws Exception {
        // Given
        ObjectStore store = new FileObjectStore(folder.resolve("store"));
        Path file = Files.write(folder.resolve("file"), new byte[1_000_000]);

        // When
        new FileUpload(store, "result", file).close();

        // Then
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void shouldSayWhyItCannotBeStored() throws Exception {
        // Given
        Path taken = Files.createFile(folder.resolve("taken"));
        Path file = Files.write(folder.resolve("file"), new byte[10]);

        // When / Then
        try (FileUpload upload = new FileUpload(new FileObjectStore(taken), "result", file)) {
            assertThatThrownBy(upload::complete).isInstanceOf(IOException.class).hasMessageContaining("taken");
        }
    }
}
