package io.marquee.workhorse.tracking.artifact;

import io.marquee.workhorse.tracking.wire.MlflowException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A relative path that cannot lead anywhere else, however often somebody decodes it: no empty, {@code .} or {@code ..}
 * step, no root, drive or scheme, no backslash, no control character.
 *
 * @param value steps joined by {@code /}; empty for the root
 */
public record ArtifactPath(String value) {

    private static final int MAX_LENGTH = 700;
    private static final int MAX_DECODINGS = 10;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern SCHEME_OR_DRIVE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern ENCODED = Pattern.compile(".*%[0-9A-Fa-f]{2}.*", Pattern.DOTALL);

    /** The root itself; stands behind the patterns, which its making needs. */
    public static final ArtifactPath ROOT = new ArtifactPath("");

    public ArtifactPath {
        String seen = value;
        int decodings = 0;
        requireSafe(value, seen);
        while (ENCODED.matcher(seen).matches()) {
            if (++decodings > MAX_DECODINGS) {
                throw refuse(value, "it is encoded over and over");
            }
            String decoded = decode(value, seen);
            if (decoded.equals(seen)) {
                break;
            }
            seen = decoded;
            requireSafe(value, seen);
        }
    }

    /** Reads a path of a request, already decoded once; one slash at the end is left away. */
    public static ArtifactPath of(String path) {
        return path.isEmpty()
                ? ROOT
                : new ArtifactPath(
                        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    /** Whether it is the root. */
    public boolean isRoot() {
        return value.isEmpty();
    }

    /** The steps. */
    public List<String> steps() {
        return isRoot() ? List.of() : List.of(value.split("/"));
    }

    /** The last step. */
    public String fileName() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    private static void requireSafe(String original, String path) {
        if (path.isEmpty()) {
            if (!original.isEmpty()) {
                throw refuse(original, "it is empty once decoded");
            }
            return;
        }
        if (path.length() > MAX_LENGTH) {
            throw refuse(original, "it is longer than " + MAX_LENGTH + " characters");
        }
        if (CONTROL.matcher(path).find()) {
            throw refuse(original, "it has a control character");
        }
        // What decoders put in the place of bytes that are no UTF-8, such as overlong dots.
        if (path.indexOf('\uFFFD') >= 0) {
            throw refuse(original, "it is not valid UTF-8");
        }
        if (path.indexOf('\\') >= 0) {
            throw refuse(original, "it has a backslash");
        }
        if (SCHEME_OR_DRIVE.matcher(path).matches()) {
            throw refuse(original, "it begins with a scheme or a drive");
        }
        for (String step : path.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                throw refuse(original, "it must be relative, without empty, '.' or '..' steps");
            }
        }
    }

    private static String decode(String original, String path) {
        try {
            // A plus is a plus in a path; only forms read it as a space.
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refuse(original, "its percent encoding is broken");
        }
    }

    private static MlflowException refuse(String path, String reason) {
        String printable = CONTROL.matcher(path).replaceAll("?");
        return MlflowException.invalid("Invalid path '"
                + (printable.length() > 100 ? printable.substring(0, 100) + "…" : printable) + "': " + reason + ".");
    }

    @Override
    public String toString() {
        return value;
    }
}
