package io.marquee.workhorse.adapter.file;

import io.marquee.workhorse.adapter.AllowedFolders;
import io.marquee.workhorse.adapter.DataAdapter;
import io.marquee.workhorse.storage.TestObjectStores;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class FileAdapterTest {

    @TempDir
    static Path folder;

    private abstract static class Local extends StorageAdapterContract {

        @Override
        protected DataAdapter adapter() {
            DataFiles files = new DataFiles(TestObjectStores.none(), new AllowedFolders(List.of(folder)));
            return new StorageAdapter(files, folder.toString(), FileOptions.DEFAULT);
        }

        @Override
        protected String target(String name) {
            return folder.toAbsolutePath() + "/" + name + ending();
        }

        private String ending() {
            return switch (getClass().getSimpleName()) {
                case "Csv" -> ".csv";
                case "Tsv" -> ".tsv";
                case "CsvGzip" -> ".csv.gz";
                case "CsvZip" -> ".csv.zip";
                case "JsonLines" -> ".jsonl";
                case "JsonLinesZstd" -> ".jsonl.zst";
                default -> ".parquet";
            };
        }
    }

    @Nested
    class Csv extends Local {}

    @Nested
    class Tsv extends Local {}

    @Nested
    class CsvGzip extends Local {}

    @Nested
    class CsvZip extends Local {}

    @Nested
    class JsonLines extends Local {}

    @Nested
    class JsonLinesZstd extends Local {}

    @Nested
    class Parquet extends Local {}
}
