package io.marquee.cli.command;

import io.marquee.cli.client.HttpJson;
import io.marquee.cli.client.SuiteAddress;
import io.marquee.cli.client.SuiteAddress.Service;
import io.marquee.cli.output.Screen;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a command was typed.
 *
 * @param folder the working folder, to which relative paths refer
 * @param zone for times that people read
 */
public record Session(Screen screen, Map<String, String> environment, Path folder, ZoneId zone) {

    private static final Pattern URI_SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:");

    /** The session of this process. */
    public static Session system() {
        Map<String, String> environment = System.getenv();
        return new Session(
                Screen.system(environment), environment, Path.of("").toAbsolutePath(), ZoneId.systemDefault());
    }

    /** Workhorse, where the options or the environment say it is. */
    public HttpJson workhorse(ApiOptions options) {
        return new HttpJson(new SuiteAddress(environment).of(Service.WORKHORSE, options.workhorse()));
    }

    /** Controltower, where the option or the environment says it is. */
    public HttpJson controltower(@Nullable String given) {
        return new HttpJson(new SuiteAddress(environment).of(Service.CONTROLTOWER, given));
    }

    /** A path as the services see it, which have another working folder. */
    public Path absolute(Path path) {
        return folder.resolve(path).normalize();
    }

    /** A path as {@link #absolute}; a URI as it is. */
    public String location(String pathOrUri) {
        return URI_SCHEME.matcher(pathOrUri).find()
                ? pathOrUri
                : absolute(Path.of(pathOrUri)).toString();
    }
}
