package io.marquee.workhorse.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marquee.localstack.LocalStack;
import io.marquee.localstack.Part;
import io.marquee.workhorse.adapter.AllowedFolders;
import io.marquee.workhorse.adapter.DataAdapter;
import io.marquee.workhorse.adapter.ListRows;
import io.marquee.workhorse.adapter.WriteMode;
import io.marquee.workhorse.storage.ObjectStores;
import io.marquee.workhorse.storage.TestObjectStores;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3AdapterTest extends StorageAdapterContract {

    private static final String BUCKET = "adapter-" + UUID.randomUUID();

    private static LocalStack stack;

    @BeforeAll
    static void startServer() {
        stack = LocalStack.startForTests(Part.S3);
        TestObjectStores.makeBucket(stack.environment(), BUCKET);
    }

    @AfterAll
    static void stopServer() {
        stack.close();
    }

    @Override
    protected DataAdapter adapter() {
        return adapter(TestObjectStores.of(stack.environment()), BUCKET);
    }

    private static DataAdapter adapter(ObjectStores stores, String bucket) {
        return new StorageAdapter(
                new DataFiles(stores, new AllowedFolders(List.of())), "s3://" + bucket + "/", FileOptions.DEFAULT);
    }

    @Override
    protected String target(String name) {
        return "s3://" + BUCKET + "/tables/" + name + ".csv.gz";
    }

    @Test
    void shouldReadFoldersAndPatternsOfObjects() throws IOException {
        // Given
        String base = "s3://" + BUCKET + "/" + UUID.randomUUID();
        adapter().write(base + "/part-1.csv", ListRows.generated(PAIR, 2, i -> row(i, "x")), new WriteMode.Replace());
        adapter()
                .write(
                        base + "/dt=1/part-2.csv",
                        ListRows.generated(PAIR, 3, i -> row(i, "x")),
                        new WriteMode.Replace());
        adapter().write(base + "/_SUCCESS.csv", ListRows.generated(PAIR, 7, i -> row(i, "x")), new WriteMode.Replace());

        // When / Then
        assertThat(count(base)).isEqualTo(5);
        assertThat(count(base + "/")).isEqualTo(5);
        assertThat(count(base + "/part-*.csv")).isEqualTo(2);
        assertThat(count(base + "/**/part-?.csv")).isEqualTo(3);
    }

    @Test
    void shouldReadParquetFromTheStore() throws IOException {
        // Given
        String parquet = "s3://" + BUCKET + "/" + UUID.randomUUID() + ".parquet";

        // When
        adapter().write(parquet, ListRows.generated(PAIR, 1_000, i -> row(i, "x")), new WriteMode.Replace());

        // Then
        assertThat(count(parquet)).isEqualTo(1_000);
    }

    @Test
    void shouldSayWhatToCheckWithoutTheSecret() {
        URI endpoint = URI.create(stack.environment().get("S3_ENDPOINT"));

        assertThatThrownBy(() -> adapter(TestObjectStores.of(endpoint, "nobody", "wrong-secret"), BUCKET)
                        .test())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the server refuses the access key")
                .hasMessageContaining(endpoint.toString())
                .hasMessageNotContaining("wrong-secret");
        assertThatThrownBy(() -> adapter(TestObjectStores.of(stack.environment()), "nobodys-bucket")
                        .test())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no bucket nobodys-bucket");
        assertThatThrownBy(() -> adapter(TestObjectStores.none(), BUCKET).test())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the server does not answer (");
        assertThatThrownBy(() -> adapter().read("gs://bucket/x.csv"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("MARQUEE_DRIVERS");
    }

    private long count(String source) throws IOException {
        long count = 0;
        try (var rows = adapter().read(source)) {
            while (rows.next() != null) {
                count++;
            }
        }
        return count;
    }
}
