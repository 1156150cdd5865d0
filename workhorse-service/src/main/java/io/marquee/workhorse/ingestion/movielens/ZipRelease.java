package io.marquee.workhorse.ingestion.movielens;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files in a release's zip file, read from there without unpacking them to the disk. Names that would lead out of a folder
 * make the whole file suspect, and it is refused.
 */
final class ZipRelease implements ReleaseFiles {

    private final Path file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new HashMap<>();

    private ZipRelease(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    /**
     * Opens it.
     *
     * @throws ProblemException when it is no zip file, or not one of a release
     */
    static ZipRelease open(Path file) {
        try {
            ZipRelease release = new ZipRelease(file, new ZipFile(file.toFile()));
            try {
                release.find();
                return release;
            } catch (RuntimeException e) {
                release.close();
                throw e;
            }
        } catch (ZipException e) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE, file.getFileName() + " is not a whole zip file: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void find() {
        Enumeration<? extends ZipEntry> all = zip.entries();
        while (all.hasMoreElements()) {
            ZipEntry entry = all.nextElement();
            String name = entry.getName();
            if (name.startsWith("/")
                    || name.contains("\\")
                    || List.of(name.split("/")).contains("..")) {
                throw new ProblemException(
                        ProblemType.UNPROCESSABLE,
                        file.getFileName() + " holds '" + name + "', a name that leads out of it; it is not read");
            }
            // A release is one folder; what lies deeper is something else.
            int slash = name.indexOf('/');
            if (!entry.isDirectory() && slash == name.lastIndexOf('/')) {
                ZipEntry other = entries.put(name.substring(slash + 1), entry);
                if (other != null) {
                    throw new ProblemException(
                            ProblemType.UNPROCESSABLE,
                            file.getFileName() + " holds both '" + other.getName() + "' and '" + name + "'");
                }
            }
        }
    }

    @Override
    public String origin() {
        return file.toString();
    }

    @Override
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    @Override
    public long size(String name) {
        return Math.max(0, entry(name).getSize());
    }

    @Override
    public InputStream open(String name) throws IOException {
        return zip.getInputStream(entry(name));
    }

    @Override
    public List<Path> rawFiles(List<String> read) {
        return List.of(file);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(file.getFileName() + " does not hold " + name);
        }
        return entry;
    }
}
