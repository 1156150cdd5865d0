package io.marquee.workhorse.training.mlflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Names that become files: of metrics, parameters, tags, models, artefacts. None leads out of the folder it belongs to. */
final class FileKeys {

    private static final Pattern KEY = Pattern.compile("[/\\w.\\- :]{1,250}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern ONE_STEP = Pattern.compile("[^/\\\\:%\\p{Cntrl}]{1,250}");

    private FileKeys() {}

    /** A file below a folder, for a key that may have slashes; none of the folders on the way may be a symbolic link. */
    static Path below(Path folder, String key) {
        if (!KEY.matcher(key).matches()) {
            throw refuse(key);
        }
        Path file = folder;
        for (String step : key.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                throw refuse(key);
            }
            if (Files.isSymbolicLink(file)) {
                throw new TrackingException(
                        "'" + key + "' lies behind a symbolic link", "INVALID_PARAMETER_VALUE", null);
            }
            file = file.resolve(step);
        }
        return file;
    }

    /** The folder of something that is named with one step, such as a model. */
    static Path child(Path folder, String name) {
        if (!ONE_STEP.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw refuse(name);
        }
        return folder.resolve(name);
    }

    private static TrackingException refuse(String key) {
        String printable = key.replaceAll("\\p{Cntrl}", "?");
        return new TrackingException(
                "'" + printable.substring(0, Math.min(100, printable.length()))
                        + "' cannot be the name of something that is kept as a file",
                "INVALID_PARAMETER_VALUE",
                null);
    }
}
