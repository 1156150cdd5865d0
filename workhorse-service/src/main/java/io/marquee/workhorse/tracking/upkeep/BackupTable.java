package io.marquee.workhorse.tracking.upkeep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A table in a backup. Rows name runs, keys and models as clients do, not by the numbers of one database, so that they can be
 * brought back into another.
 *
 * @param name in the archive
 * @param columns of the rows, with types
 * @param export empty for a table of an earlier format; else query for the rows of all experiments; {@code %s} takes a condition on experiments {@code e}
 * @param restore statement that takes rows from a temporary table {@code b} into the real one
 */
record BackupTable(String name, String columns, String export, String restore) {

    private static final String OF_RUN =
            " JOIN tracking.run r ON r.no = %s JOIN tracking.experiment e ON e.id = r.experiment_id WHERE %%s";
    private static final String RUN_OF_ROW = " FROM b JOIN tracking.run r ON r.run_id = b.run_id";
    private static final String MODEL_OF_ROW = " FROM b JOIN tracking.registered_model m ON m.name = b.name";
    private static final String VERSION_OF_ROW =
            MODEL_OF_ROW + " JOIN tracking.model_version v ON v.model_no = m.no AND v.version = b.version";
    private static final String INPUT_OF_ROW = RUN_OF_ROW + " JOIN tracking.dataset d ON d.experiment_id ="
            + " r.experiment_id AND d.name = b.name AND d.digest = b.digest";

    /** Experiments with everything in them, each table behind those that it refers to. */
    private static final List<BackupTable> EXPERIMENTS = List.of(
            new BackupTable(
                    "experiment",
                    "id bigint, name text, artifact_location text, lifecycle text, creation_time bigint,"
                            + " last_update_time bigint",
                    "SELECT e.id, e.name, e.artifact_location, e.lifecycle, e.creation_time, e.last_update_time"
                            + " FROM tracking.experiment e WHERE %s ORDER BY e.id",
                    "INSERT INTO tracking.experiment (id, name, artifact_location, lifecycle, creation_time,"
                            + " last_update_time) SELECT * FROM b WHERE id <> 0"),
            new BackupTable(
                    "experiment_tag",
                    "id bigint, key text, value text",
                    "SELECT t.owner, t.key, t.value FROM tracking.experiment_tag t JOIN tracking.experiment e ON"
                            + " e.id = t.owner WHERE %s ORDER BY 1, 2",
                    "INSERT INTO tracking.experiment_tag (owner, key, value) SELECT * FROM b ON CONFLICT DO NOTHING"),
            new BackupTable(
                    "run",
                    "run_id text, experiment_id bigint, name text, user_id text, status text, start_time bigint,"
                            + " end_time bigint, artifact_uri text, lifecycle text, deleted_time bigint, points integer",
                    "SELECT r.run_id, r.experiment_id, r.name, r.user_id, r.status, r.start_time, r.end_time,"
                            + " r.artifact_uri, r.lifecycle, r.deleted_time, r.points FROM tracking.run r JOIN tracking.experiment e"
                            + " ON e.id = r.experiment_id WHERE %s ORDER BY r.no",
                    "INSERT INTO tracking.run (run_id, experiment_id, name, user_id, status, start_time, end_time,"
                            + " artifact_uri, lifecycle, deleted_time, points) SELECT * FROM b"),
            pairs("run_tag"),
            pairs("run_param"),
            new BackupTable(
                    "metric",
                    "run_id text, key text, position integer, step bigint, logged_at bigint, value double precision",
                    "SELECT r.run_id, k.key, p.position, p.step, p.logged_at, p.value FROM tracking.metric p JOIN"
                            + " tracking.metric_key k ON k.id = p.key_id" + OF_RUN.formatted("p.run_no")
                            + " ORDER BY p.run_no, p.key_id, p.position",
                    "INSERT INTO tracking.metric (run_no, key_id, position, step, logged_at, value) SELECT r.no, k.id,"
                            + " b.position, b.step, b.logged_at, b.value" + RUN_OF_ROW
                            + " JOIN tracking.metric_key k ON k.key = b.key"),
            new BackupTable(
                    "latest_metric",
                    "run_id text, key text, step bigint, logged_at bigint, value double precision",
                    "SELECT r.run_id, k.key, p.step, p.logged_at, p.value FROM tracking.latest_metric p JOIN"
                            + " tracking.metric_key k ON k.id = p.key_id" + OF_RUN.formatted("p.run_no")
                            + " ORDER BY p.run_no, p.key_id",
                    "INSERT INTO tracking.latest_metric (run_no, experiment_id, key_id, step, logged_at, value,"
                            + " indexed_value) SELECT r.no, r.experiment_id, k.id, b.step, b.logged_at, b.value, b.value"
                            + RUN_OF_ROW
                            + " JOIN tracking.metric_key k ON k.key = b.key"),
            new BackupTable(
                    "dataset",
                    "experiment_id bigint, name text, digest text, source_type text, source text, schema text, profile text",
                    "SELECT d.experiment_id, d.name, d.digest, d.source_type, d.source, d.schema, d.profile FROM"
                            + " tracking.dataset d JOIN tracking.experiment e ON e.id = d.experiment_id WHERE %s"
                            + " ORDER BY d.no",
                    "INSERT INTO tracking.dataset (experiment_id, name, digest, source_type, source, schema, profile)"
                            + " SELECT * FROM b ON CONFLICT DO NOTHING"),
            new BackupTable(
                    "run_input",
                    "run_id text, name text, digest text",
                    "SELECT r.run_id, d.name, d.digest FROM tracking.run_input i JOIN tracking.dataset d ON"
                            + " d.no = i.dataset_no" + OF_RUN.formatted("i.run_no") + " ORDER BY i.no",
                    "INSERT INTO tracking.run_input (run_no, dataset_no) SELECT r.no, d.no" + INPUT_OF_ROW
                            + " ORDER BY b.ctid"),
            new BackupTable(
                    "run_input_tag",
                    "run_id text, name text, digest text, key text, value text",
                    "SELECT r.run_id, d.name, d.digest, t.key, t.value FROM tracking.run_input_tag t JOIN"
                            + " tracking.run_input i ON i.no = t.owner JOIN tracking.dataset d ON d.no = i.dataset_no"
                            + OF_RUN.formatted("i.run_no") + " ORDER BY t.owner, t.key",
                    "INSERT INTO tracking.run_input_tag (owner, key, value) SELECT i.no, b.key, b.value" + INPUT_OF_ROW
                            + " JOIN tracking.run_input i ON i.run_no = r.no AND i.dataset_no = d.no"));

    /** The model registry, which only a backup of everything holds. */
    private static final List<BackupTable> MODELS = List.of(
            new BackupTable(
                    "registered_model",
                    "name text, description text, creation_time bigint, last_update_time bigint, last_version integer",
                    "SELECT name, description, creation_time, last_update_time, last_version FROM"
                            + " tracking.registered_model ORDER BY no",
                    "INSERT INTO tracking.registered_model (name, description, creation_time, last_update_time,"
                            + " last_version) SELECT * FROM b"),
            new BackupTable(
                    "registered_model_tag",
                    "name text, key text, value text",
                    "SELECT m.name, t.key, t.value FROM tracking.registered_model_tag t JOIN tracking.registered_model m"
                            + " ON m.no = t.owner ORDER BY 1, 2",
                    "INSERT INTO tracking.registered_model_tag (owner, key, value) SELECT m.no, b.key, b.value"
                            + MODEL_OF_ROW),
            new BackupTable(
                    "model_version",
                    "name text, version integer, source text, location text, run_id text, run_link text, description text,"
                            + " user_id text, stage text, creation_time bigint, last_update_time bigint",
                    "SELECT m.name, v.version, v.source, v.location, v.run_id, v.run_link, v.description, v.user_id,"
                            + " v.stage, v.creation_time, v.last_update_time FROM tracking.model_version v JOIN"
                            + " tracking.registered_model m ON m.no = v.model_no ORDER BY v.no",
                    "INSERT INTO tracking.model_version (model_no, version, source, location, run_id, run_link,"
                            + " description, user_id, stage, creation_time, last_update_time) SELECT m.no, b.version,"
                            + " b.source, b.location, b.run_id, b.run_link, b.description, b.user_id, b.stage,"
                            + " b.creation_time, b.last_update_time" + MODEL_OF_ROW
                            + " ORDER BY b.ctid"),
            new BackupTable(
                    "model_version_tag",
                    "name text, version integer, key text, value text",
                    "SELECT m.name, v.version, t.key, t.value FROM tracking.model_version_tag t JOIN"
                            + " tracking.model_version v ON v.no = t.owner JOIN tracking.registered_model m ON"
                            + " m.no = v.model_no ORDER BY t.owner, t.key",
                    "INSERT INTO tracking.model_version_tag (owner, key, value) SELECT v.no, b.key, b.value"
                            + VERSION_OF_ROW),
            new BackupTable(
                    "model_alias",
                    "name text, alias text, version integer",
                    "SELECT m.name, a.alias, a.version FROM tracking.model_alias a JOIN tracking.registered_model m ON"
                            + " m.no = a.model_no ORDER BY 1, 2",
                    "INSERT INTO tracking.model_alias (model_no, alias, version) SELECT m.no, b.alias, b.version"
                            + MODEL_OF_ROW),
            new BackupTable(
                    "alias_history",
                    "name text, alias text, version integer, set_at bigint, undone boolean, place bigint",
                    "SELECT m.name, h.alias, h.version, h.set_at, h.undone, h.no FROM tracking.alias_history h JOIN"
                            + " tracking.registered_model m ON m.no = h.model_no ORDER BY h.no",
                    "INSERT INTO tracking.alias_history (model_no, alias, version, set_at, undone) SELECT m.no, b.alias,"
                            + " b.version, b.set_at, b.undone" + MODEL_OF_ROW + " ORDER BY b.place"));

    /** Who is told of changes in the registry, which only a backup of everything holds, from format 2 on. Secrets stay encrypted. */
    private static final List<BackupTable> WEBHOOKS = List.of(
            new BackupTable(
                    "webhook",
                    "webhook_id text, name text, description text, url text, kind text, status text, secret text,"
                            + " disabled_reason text, creation_time bigint, last_update_time bigint",
                    "SELECT webhook_id, name, description, url, kind, status, secret, disabled_reason, creation_time,"
                            + " last_update_time FROM tracking.webhook ORDER BY no",
                    "INSERT INTO tracking.webhook (webhook_id, name, description, url, kind, status, secret,"
                            + " disabled_reason, creation_time, last_update_time) SELECT * FROM b ORDER BY b.ctid"),
            new BackupTable(
                    "webhook_event",
                    "webhook_id text, event text",
                    "SELECT w.webhook_id, e.event FROM tracking.webhook_event e JOIN tracking.webhook w ON"
                            + " w.no = e.webhook_no ORDER BY 1, 2",
                    "INSERT INTO tracking.webhook_event (webhook_no, event) SELECT w.no, b.event FROM b JOIN"
                            + " tracking.webhook w ON w.webhook_id = b.webhook_id"));

    /** What was otherwise in format 1: metrics counted their points, runs did not. */
    private static final Map<String, BackupTable> FORMAT_1 = Map.of(
            "run",
            new BackupTable(
                    "run",
                    "run_id text, experiment_id bigint, name text, user_id text, status text, start_time bigint,"
                            + " end_time bigint, artifact_uri text, lifecycle text, deleted_time bigint",
                    "",
                    "INSERT INTO tracking.run (run_id, experiment_id, name, user_id, status, start_time, end_time,"
                            + " artifact_uri, lifecycle, deleted_time) SELECT * FROM b"),
            "latest_metric",
            new BackupTable(
                    "latest_metric",
                    "run_id text, key text, points integer, step bigint, logged_at bigint, value double precision",
                    "",
                    "WITH latest AS (INSERT INTO tracking.latest_metric (run_no, experiment_id, key_id, step, logged_at,"
                            + " value, indexed_value) SELECT r.no, r.experiment_id, k.id, b.step, b.logged_at, b.value,"
                            + " b.value" + RUN_OF_ROW + " JOIN tracking.metric_key k ON k.key = b.key)"
                            + " UPDATE tracking.run r SET points = logged.points FROM (SELECT run_id, max(points) AS points"
                            + " FROM b GROUP BY run_id) logged WHERE r.run_id = logged.run_id"));

    /** The tables of an archive of that format, of everything or of one experiment. */
    static List<BackupTable> of(int format, boolean everything) {
        List<BackupTable> tables = new ArrayList<>(EXPERIMENTS);
        if (format == 1) {
            tables.replaceAll(table -> FORMAT_1.getOrDefault(table.name(), table));
        }
        if (everything) {
            tables.addAll(MODELS);
            if (format > 1) {
                tables.addAll(WEBHOOKS);
            }
        }
        return tables;
    }

    private static BackupTable pairs(String table) {
        return new BackupTable(
                table,
                "run_id text, key text, value text",
                "SELECT r.run_id, t.key, t.value FROM tracking." + table + " t" + OF_RUN.formatted("t.owner")
                        + " ORDER BY t.owner, t.key",
                "INSERT INTO tracking." + table + " (owner, key, value) SELECT r.no, b.key, b.value" + RUN_OF_ROW);
    }

    /** The statement that leaves only the rows of one experiment in the temporary table; its runs have been restored. */
    String onlyOf(long experiment) {
        String condition = columns.contains("experiment_id bigint")
                ? "experiment_id = " + experiment
                : columns.startsWith("id bigint")
                        ? "id = " + experiment
                        : "run_id IN (SELECT run_id FROM tracking.run WHERE experiment_id = " + experiment + ")";
        return "DELETE FROM b WHERE NOT (" + condition + ")";
    }

    /** The query for the rows of one experiment, or of all. */
    String export(OptionalLong experiment) {
        return export.replace("%s", experiment.isPresent() ? "e.id = " + experiment.getAsLong() : "TRUE");
    }
}
