package io.marquee.localstack;

import io.marquee.localstack.embedded.Durability;
import io.marquee.localstack.embedded.EmbeddedStack;
import io.marquee.localstack.embedded.StackFolder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStackContractTest extends LocalStackContract {

    /** Blanks and commas are what paths of people have in them. */
    @TempDir
    private static Path folder;

    @Override
    LocalStack open() {
        return new EmbeddedStack(
                new StackFolder(folder.resolve("with blank, and comma")), Map.of(), Durability.UNTIL_CLOSED);
    }
}
