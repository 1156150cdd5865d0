package io.marquee.workhorse.tracking.upkeep;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.marquee.contract.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A backup in the object store.
 *
 * @param bytes of the archive
 * @param experiment the id of the only experiment in it, null for everything
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Backup(String name, long bytes, @Nullable String experiment) {

    static final String FOLDER = "backups/tracking/";

    private static final Pattern NAME = Pattern.compile("tracking-\\d{8}T\\d{9}Z(?:-experiment-(\\d{1,18}))?");

    /** The key of a backup's archive. */
    static String key(String name) {
        if (!NAME.matcher(name).matches()) {
            throw ProblemException.invalid("backup", name, "must be a name that the list of backups shows");
        }
        return FOLDER + name + ".tar.gz";
    }

    /** Whether it is a backup of everything, and no other file that somebody has put there. */
    boolean isOfEverything() {
        return experiment == null && NAME.matcher(name).matches();
    }

    static Backup of(String name, long bytes) {
        var matcher = NAME.matcher(name);
        return new Backup(name, bytes, matcher.matches() ? matcher.group(1) : null);
    }
}
