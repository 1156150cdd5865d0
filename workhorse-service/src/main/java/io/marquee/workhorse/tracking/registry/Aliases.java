package io.marquee.workhorse.tracking.registry;

import io.marquee.workhorse.tracking.store.Names;
import io.marquee.workhorse.tracking.store.Sql;
import io.marquee.workhorse.tracking.wire.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names that point at one version of a model each, such as {@code champion}. */
@ApplicationScoped
class Aliases {

    private static final Pattern ALIAS = Pattern.compile("[\\w\\-]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern LIKE_A_VERSION = Pattern.compile("[vV]?\\d+");

    private final Sql sql;

    Aliases(Sql sql) {
        this.sql = sql;
    }

    /** Makes sure that it can be an alias: it must not be read as a version number or as the newest version. */
    static String requireValid(String alias) {
        Names.limited("alias", alias, 255);
        if (!ALIAS.matcher(alias).matches()) {
            throw MlflowException.invalid("Invalid alias name: '" + alias.replaceAll("\\p{Cntrl}", "?")
                    + "'. Aliases may only contain alphanumerics, underscores (_) and dashes (-).");
        }
        if (alias.equalsIgnoreCase("latest")) {
            throw MlflowException.invalid("'latest' alias name (case insensitive) is reserved.");
        }
        if (LIKE_A_VERSION.matcher(alias).matches()) {
            throw MlflowException.invalid("Version alias name '" + alias + "' is reserved.");
        }
        return alias;
    }

    /** The version that has the alias. */
    Optional<Integer> lookUp(RegisteredModel model, String alias) {
        return sql.first(
                row -> row.getInt(1),
                "SELECT version FROM tracking.model_alias WHERE model_no = ? AND alias = ?",
                model.no,
                alias);
    }

    /** The version that has the alias. MLflow answers 400, not 404, when there is none, and clients go by that. */
    int get(RegisteredModel model, String alias) {
        return lookUp(model, alias)
                .orElseThrow(() -> MlflowException.invalid("Registered model alias " + alias + " not found."));
    }

    /** The aliases of a version. */
    List<String> of(RegisteredModel model, int version) {
        return sql.list(
                row -> row.getString(1),
                "SELECT alias FROM tracking.model_alias WHERE model_no = ? AND version = ? ORDER BY alias",
                model.no,
                version);
    }

    /** Lets it point at a version, and remembers that it did. */
    void set(RegisteredModel model, String alias, int version, long now) {
        if (lookUp(model, alias).filter(before -> before == version).isPresent()) {
            return;
        }
        point(model, alias, version);
        sql.update(
                "INSERT INTO tracking.alias_history (model_no, alias, version, set_at) VALUES (?, ?, ?, ?)",
                model.no,
                alias,
                version,
                now);
    }

    /**
     * Lets it point where it did before the present version; going back again leads to the one before that.
     *
     * @return the version it points at now, empty when there was none before that is still there
     */
    Optional<Integer> stepBack(RegisteredModel model, String alias, int present) {
        Optional<Integer> previous = sql.first(
                row -> row.getInt(1),
                "SELECT h.version FROM tracking.alias_history h JOIN tracking.model_version v ON v.model_no = h.model_no"
                        + " AND v.version = h.version WHERE h.model_no = ? AND h.alias = ? AND NOT h.undone"
                        + " AND h.version <> ? ORDER BY h.no DESC LIMIT 1",
                model.no,
                alias,
                present);
        previous.ifPresent(version -> {
            sql.update(
                    "UPDATE tracking.alias_history SET undone = TRUE WHERE model_no = ? AND alias = ? AND no >"
                            + " (SELECT max(no) FROM tracking.alias_history WHERE model_no = ? AND alias = ? AND NOT undone"
                            + " AND version = ?)",
                    model.no,
                    alias,
                    model.no,
                    alias,
                    version);
            point(model, alias, version);
        });
        return previous;
    }

    private void point(RegisteredModel model, String alias, int version) {
        sql.update(
                "INSERT INTO tracking.model_alias (model_no, alias, version) VALUES (?, ?, ?)"
                        + " ON CONFLICT (model_no, alias) DO UPDATE SET version = excluded.version",
                model.no,
                alias,
                version);
    }

    void delete(RegisteredModel model, String alias) {
        sql.update("DELETE FROM tracking.model_alias WHERE model_no = ? AND alias = ?", model.no, alias);
    }
}
