package io.marquee.workhorse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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

    @Test
    void shouldDiscardNothingOutsideOfItsUnfinishedWrites() throws IOException {
        // Given
        ObjectStore store = store();
        store.put("a", new byte[] {1});

        // When / Then
        for (String id : List.of("../a", "/a", "x/../../a", "..", "sub/file")) {
            assertThatThrownBy(() -> store.discard(new ObjectStore.Unfinished(id, "", 1, Instant.EPOCH)))
                    .as(id)
                    .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
        }
        assertThat(store.exists("a")).isTrue();
    }

    @Test
    void shouldNotFollowSymbolicLinksOutOfItsFolder() throws IOException {
        // Given
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("secret"), "secret");
        ObjectStore store = store();
        store.put("a/own", new byte[] {1});
        Path a = folder.resolve("objects").resolve("a");
        Files.createSymbolicLink(a.resolve("file"), secret);
        Files.createSymbolicLink(a.resolve("dir"), outside);

        // When, Then
        for (String key : List.of("a/file", "a/dir/secret")) {
            assertThat(store.exists(key)).as(key).isFalse();
            assertThatThrownBy(() -> store.open(key)).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> store.open(key, 0, 1)).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> store.size(key)).isInstanceOf(NoSuchFileException.class);
        }
        assertThat(store.list("")).containsExactly(new ObjectStore.Entry("a/own", 1));
        assertThat(store.list("a/dir/")).isEmpty();
        assertThatThrownBy(() -> store.put("a/dir/new", new byte[] {2})).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> store.delete("a/dir/secret")).isInstanceOf(AccessDeniedException.class);
        store.put("a/file", new byte[] {3});
        assertThat(store.size("a/file")).isEqualTo(1);
        assertThat(secret).hasContent("secret");
        try (var files = Files.list(outside)) {
            assertThat(files).containsExactly(secret);
        }
    }
}
