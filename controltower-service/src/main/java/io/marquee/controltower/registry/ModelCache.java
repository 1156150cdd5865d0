package io.marquee.controltower.registry;

import io.marquee.contract.id.ModelVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Model folders on local disk, {@code <root>/<model>/<version>-<run>}. A folder appears there in one step, after the whole
 * download was found good; what a crash leaves half-done has another name and is removed at the next start.
 */
final class ModelCache {

    private static final String INCOMING = ".incoming-";
    private static final String CHAMPION = "champion";
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);
    private static final int KEPT_VERSIONS = 3;
    private static final int MAX_DEPTH = 4;
    private static final int MAX_FILES = 200;
    private static final Pattern SAFE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    private final Path root;
    private final MlflowClient registry;
    private final long maxBytes;

    /** @param maxBytes largest folder that is fetched */
    ModelCache(Path root, MlflowClient registry, long maxBytes) {
        this.root = root;
        this.registry = registry;
        this.maxBytes = maxBytes;
    }

    /** The folder of that version, when it has been fetched before. */
    Optional<Path> cached(RegisteredVersion version) {
        Path folder = folderOf(version);
        return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
    }

    /** The version that was last served from here, for a start without a registry. */
    Optional<RegisteredVersion> lastChampion(String model) throws IOException {
        Path note = root.resolve(model).resolve(CHAMPION);
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(note, StandardCharsets.UTF_8);
        try {
            return Optional.of(new RegisteredVersion(
                    new ModelVersion(model, Integer.parseInt(lines.get(0))),
                    lines.get(1),
                    lines.size() > 2 ? lines.get(2) : null));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("the note " + note + " about the last champion cannot be read", e);
        }
    }

    /**
     * Fetches the version's folder to a provisional place.
     *
     * @return the place; give it to {@link #keep} when it is good or to {@link #discard} when it is not
     */
    Path fetch(RegisteredVersion version) throws IOException, InterruptedException, RegistryException {
        Path incoming = root.resolve(version.id().name()).resolve(INCOMING + UUID.randomUUID());
        Files.createDirectories(incoming);
        try {
            Budget budget = new Budget(version);
            copy(registry.artifactPath(version), incoming, 1, budget);
            if (budget.files == 0) {
                throw new RegistryException(version.id() + " has no artefacts at " + version.source());
            }
            return incoming;
        } catch (IOException | InterruptedException | RegistryException | RuntimeException e) {
            discard(incoming);
            throw e;
        }
    }

    private void copy(String remote, Path local, int depth, Budget budget)
            throws IOException, InterruptedException, RegistryException {
        List<MlflowClient.Artifact> artifacts = registry.list(remote);
        budget.spend(artifacts);
        for (MlflowClient.Artifact artifact : artifacts) {
            if (!SAFE_NAME.matcher(artifact.name()).matches()) {
                throw new RegistryException(budget.version.id() + " has an artefact with the name '" + artifact.name()
                        + "', which is not fetched");
            }
            String path = remote + "/" + artifact.name();
            Path target = local.resolve(artifact.name());
            if (!artifact.folder()) {
                registry.download(path, target);
            } else if (depth < MAX_DEPTH) {
                Files.createDirectories(target);
                copy(path, target, depth + 1, budget);
            } else {
                throw new RegistryException(
                        budget.version.id() + " has folders more than " + MAX_DEPTH + " deep: " + path);
            }
        }
    }

    /** Moves a good folder to its place. */
    Path keep(RegisteredVersion version, Path incoming) throws IOException {
        Path folder = folderOf(version);
        discard(folder);
        return Files.move(incoming, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes a folder and everything in it. */
    void discard(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Notes the champion for a start without a registry, and removes old versions and half-done downloads. */
    void champion(RegisteredVersion version) throws IOException {
        Path models = root.resolve(version.id().name());
        Path next = models.resolve(CHAMPION + ".next");
        String runId = version.runId() == null ? "" : version.runId() + "\n";
        Files.writeString(
                next, version.id().version() + "\n" + version.source() + "\n" + runId, StandardCharsets.UTF_8);
        Files.move(next, models.resolve(CHAMPION), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        List<Path> folders;
        try (Stream<Path> entries = Files.list(models)) {
            folders = entries.filter(Files::isDirectory)
                    .filter(folder -> !folder.equals(folderOf(version)))
                    .sorted(Comparator.comparing(ModelCache::modified).reversed())
                    .toList();
        }
        int kept = 1;
        for (Path folder : folders) {
            boolean download = folder.getFileName().toString().startsWith(INCOMING);
            if (download ? isAbandoned(folder) : ++kept > KEPT_VERSIONS) {
                discard(folder);
            }
        }
    }

    /** Another process may be downloading into the same cache. */
    private static boolean isAbandoned(Path download) {
        return modified(download).isBefore(Instant.now().minus(ABANDONED_AFTER));
    }

    /** The beginning of time for a folder that is gone meanwhile: it sorts last. */
    private static Instant modified(Path folder) {
        try {
            return Files.getLastModifiedTime(folder).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    private Path folderOf(RegisteredVersion version) {
        return root.resolve(version.id().name()).resolve(version.cacheName());
    }

    /** What one download may still cost. */
    private final class Budget {

        private final RegisteredVersion version;
        private long bytes;
        private int files;

        Budget(RegisteredVersion version) {
            this.version = version;
        }

        /** Before anything of it is downloaded. */
        void spend(List<MlflowClient.Artifact> artifacts) throws RegistryException {
            for (MlflowClient.Artifact artifact : artifacts) {
                bytes += artifact.size();
                files++;
            }
            if (bytes > maxBytes || files > MAX_FILES) {
                throw new RegistryException(version.id() + " is larger than the " + maxBytes + " bytes in " + MAX_FILES
                        + " files that are fetched");
            }
        }
    }
}
