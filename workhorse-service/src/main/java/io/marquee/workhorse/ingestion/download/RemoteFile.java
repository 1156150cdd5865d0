package io.marquee.workhorse.ingestion.download;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file to be fetched.
 *
 * @param target where it is put once it is whole
 * @param checksum where its MD5 is published; null when it is not
 */
record RemoteFile(URI uri, Path target, @Nullable URI checksum) {

    String name() {
        return String.valueOf(target.getFileName());
    }
}
