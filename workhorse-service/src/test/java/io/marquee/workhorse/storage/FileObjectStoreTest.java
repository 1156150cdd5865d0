package io.marquee.workhorse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileObjectStoreTest extends ObjectStoreContract {

    @Override
    protected ObjectStore store() {
        return new FileObjectStore(folder.resolve("objects"));
    }

    @Test
    void shouldLeaveNothingButTheObjectBehind() throws IOException {
        // When
        store().put("a/b", new byte[] {1});

        // Then
        try (var files = Files.walk(folder.resolve("objects"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .containsExactly(Path.of(folder.toString(), "objects", "a", "b"));
        }
    }
}
