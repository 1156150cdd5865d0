package io.marquee.localstack.embedded;

import io.marquee.localstack.PartStartException;
import io.marquee.localstack.process.CommandOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a server that refuses to run as root is run. An ordinary user just runs it. Root runs it in a user namespace in
 * which root is nobody; where that is forbidden (many containers), as the user {@code nobody}, who then has to own the
 * data.
 *
 * @param wrapper what to put before the command
 * @param owner who must own the server's files; empty when they cannot but belong to the right user
 */
record OrdinaryUser(List<String> wrapper, String owner) {

    private static final String FORCE_NOBODY = "marquee.postgres.nobody";

    static OrdinaryUser find() {
        if (!System.getProperty("user.name").equals("root")) {
            return new OrdinaryUser(List.of(), "");
        }
        if (!Boolean.getBoolean(FORCE_NOBODY)
                && CommandOutput.of("unshare", "-U", "true").succeeded()) {
            return new OrdinaryUser(List.of("unshare", "-U"), "root");
        }
        List<String> asNobody = List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups");
        if (CommandOutput.of(with(asNobody, List.of("true")), Path.of("."), "").succeeded()) {
            return new OrdinaryUser(asNobody, "nobody");
        }
        throw new PartStartException("PostgreSQL refuses to run as root, and neither unshare nor setpriv works here:"
                + " run this as an ordinary user");
    }

    List<String> command(List<String> command) {
        return with(wrapper, command);
    }

    /** Hands the folder to the user who will run the server, unless it is that user's already. */
    void own(Path folder) {
        try {
            if (owner.isEmpty() || Files.getOwner(folder).getName().equals(owner)) {
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell whose " + folder + " is", e);
        }
        CommandOutput chown = CommandOutput.of("chown", "-R", owner, folder.toString());
        if (!chown.succeeded()) {
            throw new PartStartException("cannot give " + folder + " to " + owner + ": " + chown.text());
        }
    }

    private static List<String> with(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
