package io.marquee.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.marquee.runtime.factor.RatingBasis;
import io.marquee.runtime.factor.RatingEstimate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {

    @TempDir
    Path temporary;

    @Test
    void shouldPredictMovieRatingsWhenReadBack() throws Exception {
        // Given
        Path folder = temporary.resolve("model");
        TestModels.trees().writeTo(folder);

        // When
        LoadedModel loaded = ModelFolder.open(folder);

        // Then
        assertThat(loaded).isInstanceOf(MovieRatingModel.class);
        MovieRatingModel model = (MovieRatingModel) loaded;
        Map<String, Object> old = Map.of("movie_metadata__year", 1995L, "movie_metadata__genres", List.of("Comedy"));
        Map<String, Object> recent = Map.of("movie_metadata__year", 2010L, "movie_metadata__genres", List.of("Drama"));
        assertThat(model.predict(old::get)).isEqualTo(4.0);
        assertThat(model.predict(recent::get)).isEqualTo(3.375);
        assertThat(model.predictBatch(List.of(old::get, recent::get, name -> null)))
                .containsExactly(4.0, 3.375, 4.0);
        assertThat(model.description())
                .usingRecursiveComparison()
                .isEqualTo(TestModels.description(ModelKind.MOVIE_RATING));
    }

    @Test
    void shouldPredictPersonalRatingsWhenReadBack() throws Exception {
        // Given
        Path folder = temporary.resolve("model");
        TestModels.factors().writeTo(folder);

        // When
        LoadedModel loaded = ModelFolder.open(folder);

        // Then
        assertThat(loaded).isInstanceOf(PersonalRatingModel.class);
        assertThat(((PersonalRatingModel) loaded).factors().predict(1, 10))
                .isEqualTo(new RatingEstimate(4.25, RatingBasis.PERSONAL));
        assertThat(loaded.description().kind()).isEqualTo(ModelKind.PERSONAL_RATING);
        assertThat(loaded.description().features().views()).containsEntry("movie_metadata", 2);
    }

    @Test
    void shouldWriteWhatMlflowsPythonLoaderReads() throws Exception {
        // Given
        Path folder = temporary.resolve("model");

        // When
        List<String> files = TestModels.trees().writeTo(folder);

        // Then
        assertThat(files)
                .containsExactlyInAnyOrder(
                        "MLmodel",
                        "model.json",
                        "preprocessing.json",
                        "features.json",
                        "baseline.json",
                        "provenance.json",
                        "manifest.json")
                .last()
                .isEqualTo("manifest.json");
        JsonNode mlmodel = new ObjectMapper(new YAMLFactory())
                .readTree(folder.resolve("MLmodel").toFile());
        assertThat(mlmodel.get("run_id").asText()).isEqualTo(TestModels.RUN_ID);
        assertThat(mlmodel.get("artifact_path").asText()).isEqualTo("model");
        assertThat(mlmodel.get("utc_time_created").asText()).isEqualTo("2026-03-01 12:00:00.000000");
        assertThat(mlmodel.get("model_uuid").asText()).hasSize(32);
        JsonNode xgboost = mlmodel.at("/flavors/xgboost");
        assertThat(xgboost.get("data").asText()).isEqualTo("model.json");
        assertThat(xgboost.get("model_class").asText()).isEqualTo("xgboost.core.Booster");
        assertThat(xgboost.get("model_format").asText()).isEqualTo("json");
        assertThat(xgboost.get("xgb_version").asText()).isEqualTo("2.1.4");
        assertThat(mlmodel.at("/flavors/python_function/loader_module").asText())
                .isEqualTo("mlflow.xgboost");
        JsonNode inputs =
                new JsonMapper().readTree(mlmodel.at("/signature/inputs").asText());
        assertThat(inputs).hasSize(3);
        assertThat(inputs.get(1).get("name").asText()).isEqualTo("movie_metadata__genres=Comedy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MLmodel",
                "model.json",
                "preprocessing.json",
                "features.json",
                "baseline.json",
                "provenance.json"
            })
    void shouldNameTheFileWhenAByteWasFlipped(String file) throws Exception {
        // Given
        Path folder = temporary.resolve("model");
        TestModels.trees().writeTo(folder);
        byte[] content = Files.readAllBytes(folder.resolve(file));
        content[content.length / 2] ^= 1;
        Files.write(folder.resolve(file), content);

        // When, Then
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOfSatisfying(CorruptModelException.class, e -> {
                    assertThat(e.file()).isEqualTo(file);
                    assertThat(e.reason()).contains("SHA-256 differs");
                })
                .hasMessage("model folder " + folder + " cannot be used: " + file
                        + " is not what was written: its SHA-256 differs from the manifest's");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MLmodel", "factors.bin", "manifest.json"})
    void shouldNameTheFileWhenItIsMissing(String file) throws Exception {
        // Given
        Path folder = temporary.resolve("model");
        TestModels.factors().writeTo(folder);
        Files.delete(folder.resolve(file));

        // When, Then
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(CorruptModelException.class)
                .hasMessageEndingWith(file + " is missing");
    }

    @Test
    void shouldRefuseTruncatedFactors() throws Exception {
        // Given
        Path folder = temporary.resolve("model");
        TestModels.factors().writeTo(folder);
        byte[] content = Files.readAllBytes(folder.resolve("factors.bin"));
        Files.write(folder.resolve("factors.bin"), Arrays.copyOf(content, content.length - 4));

        // When, Then
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(CorruptModelException.class)
                .hasMessageEndingWith("factors.bin has " + (content.length - 4) + " bytes where manifest.json says "
                        + content.length);
    }

    @Test
    void shouldRefuseContentThatMakesNoSenseEvenWhenTheManifestAgrees() throws Exception {
        // Given: someone replaced the model and made the manifest match
        Path folder = temporary.resolve("model");
        TestModels.trees().writeTo(folder);
        byte[] model = TestModels.TREES.replace("gbtree", "dart").getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("model.json"), model);
        Path manifestFile = folder.resolve("manifest.json");
        Manifest manifest = FolderJson.readJson(Files.readAllBytes(manifestFile), Manifest.class);
        manifest.files().put("model.json", Manifest.Entry.of(model));
        Files.write(manifestFile, FolderJson.writeJson(manifest));

        // When, Then
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(CorruptModelException.class)
                .hasMessageEndingWith("model.json cannot be understood: has booster 'dart'; only gbtree is evaluated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{}",
                "null",
                "{\"version\":1,\"files\":{\"../secret\":{\"sha256\":\"00\",\"size\":1}}}",
                "{\"version\":9,\"files\":{}}",
                "{\"version\":1,\"files\":{}}",
            })
    void shouldRefuseAWrongManifest(String manifest) throws Exception {
        // Given
        Path folder = temporary.resolve("model");
        TestModels.trees().writeTo(folder);
        Files.writeString(folder.resolve("manifest.json"), manifest);

        // When, Then
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(CorruptModelException.class)
                .hasMessageContaining("manifest.json");
    }

    @Test
    void shouldRefuseAFolderThatIsNotThere() {
        assertThatThrownBy(() -> ModelFolder.open(temporary.resolve("nowhere")))
                .isInstanceOf(CorruptModelException.class)
                .hasMessageEndingWith("manifest.json is missing");
    }

    @Test
    void shouldLeaveNothingBehindWhenTheTargetIsTaken() throws Exception {
        // Given
        Path folder = temporary.resolve("model");
        Files.createDirectory(folder);

        // When, Then
        assertThatThrownBy(() -> TestModels.factors().writeTo(folder)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(children()).containsExactly(folder);
    }

    private List<Path> children() throws IOException {
        try (Stream<Path> children = Files.list(temporary)) {
            return children.toList();
        }
    }
}
