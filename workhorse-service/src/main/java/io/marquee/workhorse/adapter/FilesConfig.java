package io.marquee.workhorse.adapter;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files that users name. */
@ConfigMapping(prefix = "marquee.files")
public interface FilesConfig {

    /** Local paths must lie below one of these; absent means anywhere. */
    Optional<List<Path>> allowedFolders();
}
