package io.marquee.runtime;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.provenance.ModelProvenance;
import io.marquee.runtime.factor.FactorFile;
import io.marquee.runtime.factor.FactorModel;
import io.marquee.runtime.preprocessing.FittedPreprocessing;
import io.marquee.runtime.tree.XgboostModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens model folders. A folder is either opened whole, every byte checked against its manifest, or refused. */
public final class ModelFolder {

    private final Path folder;
    private final Map<String, byte[]> contents = new HashMap<>();

    private ModelFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens a model folder.
     *
     * @throws CorruptModelException naming the file and what is wrong with it
     * @throws IOException when the folder cannot be read for other reasons
     */
    public static LoadedModel open(Path folder) throws IOException {
        ModelFolder opened = new ModelFolder(folder);
        opened.verify();
        return opened.load();
    }

    /** Reads every file that the manifest lists. What is parsed later are these same bytes, not a second read. */
    private void verify() throws IOException {
        Manifest manifest = parse(
                Manifest.FILE_NAME, content(Manifest.FILE_NAME), json -> FolderJson.readJson(json, Manifest.class));
        if (manifest.version() != Manifest.VERSION) {
            throw corrupt(Manifest.FILE_NAME, "has format version " + manifest.version(), null);
        }
        for (Map.Entry<String, Manifest.Entry> file : manifest.files().entrySet()) {
            byte[] content = content(file.getKey());
            Manifest.Entry expected = file.getValue();
            if (content.length != expected.size()) {
                throw corrupt(
                        file.getKey(),
                        "has " + content.length + " bytes where " + Manifest.FILE_NAME + " says " + expected.size(),
                        null);
            }
            if (!Manifest.Entry.of(content).sha256().equals(expected.sha256())) {
                throw corrupt(file.getKey(), "is not what was written: its SHA-256 differs from the manifest's", null);
            }
            contents.put(file.getKey(), content);
        }
    }

    private LoadedModel load() throws IOException {
        MlModel.Header header = parse(MlModel.FILE_NAME, yaml -> MlModel.read(FolderJson.readYaml(yaml, Map.class)));
        ModelDescription description = new ModelDescription(
                header.kind(),
                header.modelName(),
                header.runId(),
                header.createdAt(),
                parse(FeatureSet.FILE_NAME, json -> FolderJson.readJson(json, FeatureSet.class)),
                parse(DriftBaseline.FILE_NAME, DriftBaseline::fromJson),
                parse(ModelProvenance.FILE_NAME, json -> FolderJson.readJson(json, ModelProvenance.class)));
        return switch (header.kind()) {
            case MOVIE_RATING -> {
                FittedPreprocessing preprocessing = parse(FittedPreprocessing.FILE_NAME, FittedPreprocessing::fromJson);
                yield parse(
                        XgboostModelFile.FILE_NAME,
                        json -> new MovieRatingModel(description, preprocessing, XgboostModelFile.read(json)));
            }
            case PERSONAL_RATING ->
                new PersonalRatingModel(description, new FactorModel(parse(FactorFile.FILE_NAME, FactorFile::read)));
        };
    }

    private interface Parser<T> {
        T parse(byte[] content) throws IOException;
    }

    private <T> T parse(String file, Parser<T> parser) throws CorruptModelException {
        byte[] content = contents.get(file);
        if (content == null) {
            throw corrupt(file, "is not listed in " + Manifest.FILE_NAME, null);
        }
        return parse(file, content, parser);
    }

    private <T> T parse(String file, byte[] content, Parser<T> parser) throws CorruptModelException {
        try {
            return parser.parse(content);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw corrupt(file, "cannot be understood: " + e.getMessage(), e);
        }
    }

    private byte[] content(String file) throws IOException {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (NoSuchFileException e) {
            throw corrupt(file, "is missing", e);
        }
    }

    private CorruptModelException corrupt(String file, String reason, @Nullable Throwable cause) {
        return new CorruptModelException(folder, file, reason, cause);
    }
}
