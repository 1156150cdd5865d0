package io.marquee.runtime;

import io.marquee.contract.drift.DriftBaseline;
import io.marquee.contract.provenance.ModelProvenance;
import io.marquee.runtime.factor.FactorFile;
import io.marquee.runtime.factor.FactorTables;
import io.marquee.runtime.preprocessing.FittedPreprocessing;
import io.marquee.runtime.tree.XgboostModelFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes model folders: into a folder beside the target first, the manifest last, then moved into place, so that nobody ever
 * sees half a model.
 */
public final class ModelFolderWriter {

    private final Map<String, byte[]> contents = new LinkedHashMap<>();

    private ModelFolderWriter(ModelDescription description) {
        contents.put(FeatureSet.FILE_NAME, FolderJson.writeJson(description.features()));
        contents.put(DriftBaseline.FILE_NAME, description.baseline().toJson());
        contents.put(ModelProvenance.FILE_NAME, FolderJson.writeJson(description.provenance()));
    }

    /**
     * A folder with a tree model.
     *
     * @param modelJson XGBoost's own JSON model file
     * @param xgboostVersion version of XGBoost that wrote it
     */
    public static ModelFolderWriter ofTrees(
            ModelDescription description, FittedPreprocessing preprocessing, byte[] modelJson, String xgboostVersion) {
        ModelFolderWriter writer = new ModelFolderWriter(description);
        writer.contents.put(
                MlModel.FILE_NAME,
                MlModel.ofTrees(description, XgboostModelFile.FILE_NAME, preprocessing.outputs(), xgboostVersion));
        writer.contents.put(FittedPreprocessing.FILE_NAME, preprocessing.toJson());
        writer.contents.put(XgboostModelFile.FILE_NAME, modelJson.clone());
        return writer;
    }

    /** A folder with a factor model. */
    public static ModelFolderWriter ofFactors(ModelDescription description, FactorTables tables) {
        ModelFolderWriter writer = new ModelFolderWriter(description);
        writer.contents.put(MlModel.FILE_NAME, MlModel.ofFactors(description, FactorFile.FILE_NAME));
        writer.contents.put(FactorFile.FILE_NAME, FactorFile.write(tables));
        return writer;
    }

    /**
     * Writes the folder.
     *
     * @param target where it will be; its parent must exist, itself must not
     * @return the paths of the files within the folder, the manifest last
     */
    public List<String> writeTo(Path target) throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Path unfinished =
                Files.createTempDirectory(target.toAbsolutePath().getParent(), "." + target.getFileName() + "-");
        Map<String, byte[]> files = new LinkedHashMap<>(contents);
        files.put(Manifest.FILE_NAME, FolderJson.writeJson(Manifest.of(contents)));
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(unfinished.resolve(file.getKey()), file.getValue());
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            for (String file : files.keySet()) {
                Files.deleteIfExists(unfinished.resolve(file));
            }
            Files.deleteIfExists(unfinished);
            throw e;
        }
        return List.copyOf(files.keySet());
    }
}
