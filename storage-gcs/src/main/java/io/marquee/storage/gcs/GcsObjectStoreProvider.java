package io.marquee.storage.gcs;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.StorageOptions;
import io.marquee.workhorse.storage.ObjectAddress;
import io.marquee.workhorse.storage.ObjectStore;
import io.marquee.workhorse.storage.ObjectStoreProvider;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stores at {@code gs://bucket/}. Rights are Google's application default credentials; {@code STORAGE_EMULATOR_HOST} names
 * an emulator, which is used without any.
 */
public final class GcsObjectStoreProvider implements ObjectStoreProvider {

    @Override
    public String scheme() {
        return "gs";
    }

    @Override
    public ObjectStore open(ObjectAddress place, UnaryOperator<@Nullable String> environment) {
        String emulator = environment.apply("STORAGE_EMULATOR_HOST");
        StorageOptions.Builder options = StorageOptions.newBuilder();
        if (emulator != null) {
            options.setHost(emulator).setProjectId("emulator").setCredentials(NoCredentials.getInstance());
        }
        return new GcsObjectStore(options.build().getService(), place.container());
    }
}
