package io.marquee.runtime.preprocessing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.marquee.contract.feature.FeatureReference;
import java.io.IOException;
import java.util.List;

/**
 * Everything between feature values and the numbers a model takes, as fitted on the training rows. The same object
 * transforms in training and in serving. Immutable and thread-safe.
 */
public final class FittedPreprocessing {

    /** Its path within the model folder. */
    public static final String FILE_NAME = "preprocessing.json";

    private static final int FORMAT_VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final List<FittedColumn> columns;
    private final String[] inputNames;
    private final int[] offsets;
    private final int width;

    public FittedPreprocessing(List<FittedColumn> columns) {
        this.columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("preprocessing needs at least one column");
        }
        this.inputNames =
                columns.stream().map(column -> column.feature().fullName()).toArray(String[]::new);
        this.offsets = new int[columns.size()];
        int next = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = next;
            next += columns.get(i).outputs().size();
        }
        this.width = next;
    }

    public List<FittedColumn> columns() {
        return columns;
    }

    /** The features it reads. */
    public List<FeatureReference> features() {
        return columns.stream().map(FittedColumn::feature).toList();
    }

    /** Names of the model's inputs, in order. */
    public List<String> outputs() {
        return columns.stream().flatMap(column -> column.outputs().stream()).toList();
    }

    /** Number of the model's inputs. */
    public int width() {
        return width;
    }

    /**
     * Transforms one row.
     *
     * @throws IllegalArgumentException naming the feature and the value, when one has the wrong type
     */
    public float[] transform(FeatureRow row) {
        float[] inputs = new float[width];
        transform(row, inputs, 0);
        return inputs;
    }

    /** Transforms one row into {@code target}, from {@code offset} on. */
    public void transform(FeatureRow row, float[] target, int offset) {
        for (int i = 0; i < offsets.length; i++) {
            columns.get(i).write(row.value(inputNames[i]), target, offset + offsets[i]);
        }
    }

    public byte[] toJson() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Document(FORMAT_VERSION, columns));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write preprocessing of " + features(), e);
        }
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IOException when the bytes are not a fitted preprocessing
     */
    public static FittedPreprocessing fromJson(byte[] json) throws IOException {
        Document document = JSON.readValue(json, Document.class);
        if (document.version() != FORMAT_VERSION) {
            throw new IOException(
                    "has format version " + document.version() + "; this program reads version " + FORMAT_VERSION);
        }
        return new FittedPreprocessing(document.columns());
    }

    private record Document(int version, List<FittedColumn> columns) {

        private Document {
            columns = List.copyOf(columns);
        }
    }
}
