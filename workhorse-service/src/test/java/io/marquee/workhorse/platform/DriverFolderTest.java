package io.marquee.workhorse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverFolderTest {

    /** What a jar may provide. */
    public interface Greeting {}

    /** Provided by the jar only: nothing on the class path names it. */
    public static final class Provided implements Greeting {}

    @TempDir
    Path folder;

    @Test
    void shouldFindWhatIsInJarsThatCameLater() throws IOException {
        // Given
        DriverFolder drivers = new DriverFolder(folder.resolve("drivers"));
        assertThat(drivers.find(Greeting.class, type -> true)).isEmpty();

        // When
        Files.createDirectories(folder.resolve("drivers"));
        assertThat(drivers.find(Greeting.class, type -> true)).isEmpty();
        jar(folder.resolve("drivers/greeting.jar"), Provided.class.getName());

        // Then
        assertThat(drivers.find(Greeting.class, type -> true)).get().isInstanceOf(Provided.class);
        assertThat(drivers.find(Greeting.class, type -> false)).isEmpty();
    }

    @Test
    void shouldPassOverAProviderThatIsBroken() throws IOException {
        // Given
        jar(folder.resolve("a.jar"), "no.such.Provider");
        jar(folder.resolve("b.jar"), Provided.class.getName());

        // When / Then
        assertThat(new DriverFolder(folder).find(Greeting.class, type -> true)).isPresent();
    }

    private static void jar(Path file, String provider) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new JarEntry("META-INF/services/" + Greeting.class.getName()));
            jar.write(provider.getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
    }
}
