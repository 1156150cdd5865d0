package io.marquee.storage.azure;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.marquee.workhorse.storage.ObjectAddress;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.storage.ObjectStoreContract;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against Azurite; never run against Azure itself. */
class AzureBlobObjectStoreTest extends ObjectStoreContract {

    private static final String CONTAINER = "contract-" + UUID.randomUUID();

    private static @Nullable Azurite server;

    @BeforeAll
    static void startServer() throws Exception {
        Azurite.whyNot().ifPresent(Assumptions::abort);
        server = Azurite.start();
        new BlobContainerClientBuilder()
                .endpoint(server.endpoint())
                .containerName(CONTAINER)
                .credential(new StorageSharedKeyCredential(Azurite.ACCOUNT, Azurite.KEY))
                .buildClient()
                .create();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected ObjectStore store() {
        return open(CONTAINER, server.endpoint(), Azurite.KEY);
    }

    private static ObjectStore open(String container, String endpoint, String key) {
        Map<String, String> environment = new HashMap<>();
        environment.put("AZURE_STORAGE_ENDPOINT", endpoint);
        environment.put("AZURE_STORAGE_KEY", key);
        return new AzureObjectStoreProvider()
                .open(
                        ObjectAddress.parse("abfs://" + container + "@" + Azurite.ACCOUNT + ".dfs.core.windows.net/"),
                        environment::get);
    }

    @Test
    void shouldSayWhatToCheckWithoutTheSecret() {
        String wrong = Base64.getEncoder().encodeToString("a wrong secret".getBytes());

        assertThatThrownBy(() -> open(CONTAINER, server.endpoint(), wrong).list("x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the server refuses the access key (403")
                .hasMessageContaining(server.endpoint())
                .hasMessageContaining("AZURE_STORAGE_KEY")
                .hasMessageNotContaining(wrong);
    }

    @Test
    void shouldSayThatThereIsNoSuchContainer() {
        assertThatThrownBy(() -> open("missing", server.endpoint(), Azurite.KEY).list("x"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("there is no such container");
    }
}
