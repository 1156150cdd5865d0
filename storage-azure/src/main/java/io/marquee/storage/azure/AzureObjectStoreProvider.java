package io.marquee.storage.azure;

import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.marquee.workhorse.storage.ObjectAddress;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.storage.ObjectStoreProvider;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stores at {@code abfs://container@account.dfs.core.windows.net/}. Rights come from {@code AZURE_STORAGE_KEY} or
 * {@code AZURE_STORAGE_SAS_TOKEN}; {@code AZURE_STORAGE_ENDPOINT} names another server than Azure's, such as an emulator.
 */
public final class AzureObjectStoreProvider implements ObjectStoreProvider {

    @Override
    public String scheme() {
        return "abfs";
    }

    @Override
    public ObjectStore open(ObjectAddress place, UnaryOperator<@Nullable String> environment) {
        int at = place.container().indexOf('@');
        String container = place.container().substring(0, at);
        String host = place.container().substring(at + 1);
        String account = host.substring(0, host.indexOf('.'));
        String configured = environment.apply("AZURE_STORAGE_ENDPOINT");
        String endpoint = configured == null ? "https://" + host.replaceFirst("\\.dfs\\.", ".blob.") : configured;
        BlobContainerClientBuilder builder =
                new BlobContainerClientBuilder().endpoint(endpoint).containerName(container);
        String key = environment.apply("AZURE_STORAGE_KEY");
        String token = environment.apply("AZURE_STORAGE_SAS_TOKEN");
        if (key != null) {
            builder.credential(new StorageSharedKeyCredential(account, key));
        } else if (token != null) {
            builder.sasToken(token);
        }
        return new AzureBlobObjectStore(builder.buildClient(), place.withKey("").toString(), endpoint);
    }
}
