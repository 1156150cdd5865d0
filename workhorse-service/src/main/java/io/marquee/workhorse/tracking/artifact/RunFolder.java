package io.marquee.workhorse.tracking.artifact;

import io.marquee.contract.id.RunId;
import io.marquee.workhorse.tracking.wire.MlflowException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the files of a run are, in our three ways of writing it: {@code mlflow-artifacts:/<experiment>/<run>/artifacts} to
 * clients, {@code <experiment>/<run>/artifacts} behind the proxy, and below {@code artifacts/} in the object store.
 */
public record RunFolder(long experimentId, RunId runId) {

    private static final String SCHEME = "mlflow-artifacts:/";
    private static final Pattern PROXY_PATH = Pattern.compile("(\\d{1,18})/([0-9a-f]{32})/artifacts(?:/(.*))?");

    /** A place in a run's folder. */
    public record Place(RunFolder folder, ArtifactPath path) {

        /** Key of the object there. */
        public String key() {
            return path.isRoot() ? folder.key() : folder.key() + "/" + path.value();
        }
    }

    /**
     * Reads a path behind the proxy, already decoded once.
     *
     * @throws MlflowException when it is not in any run's folder
     */
    public static Place place(String path) {
        ArtifactPath safe = ArtifactPath.of(path);
        Matcher matcher = PROXY_PATH.matcher(safe.value());
        if (!matcher.matches()) {
            throw MlflowException.invalid(
                    "Invalid path '" + safe + "': it must have the form <experiment id>/<run id>/artifacts[/<file>].");
        }
        String rest = matcher.group(3);
        return new Place(
                new RunFolder(Long.parseLong(matcher.group(1)), new RunId(matcher.group(2))),
                rest == null ? ArtifactPath.ROOT : new ArtifactPath(rest));
    }

    /** Reads a {@code mlflow-artifacts:/} URI without a host. */
    public static Place ofUri(String uri) {
        if (!uri.startsWith(SCHEME) || uri.startsWith(SCHEME + "/")) {
            throw MlflowException.invalid("Invalid artifact URI: it must have the form "
                    + "mlflow-artifacts:/<experiment id>/<run id>/artifacts[/<file>].");
        }
        return place(uri.substring(SCHEME.length()));
    }

    /** The URI that clients are given. */
    public String uri() {
        return SCHEME + proxyPath();
    }

    /** Key prefix in the object store, without a slash at the end. */
    public String key() {
        return "artifacts/" + proxyPath();
    }

    private String proxyPath() {
        return String.join("/", List.of(Long.toString(experimentId), runId.value(), "artifacts"));
    }
}
