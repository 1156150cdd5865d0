package io.marquee.workhorse.adapter.sql;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Functions that change something, wait, or reach for files, other servers or other statements, although they are called
 * from a query. The list holds for every dialect. Functions that users have defined cannot be known here: what they may do
 * is limited by the transaction, which is read-only and rolled back, and by the rights of the user in the connection URI.
 */
final class RefusedFunctions {

    /** PostgreSQL and its descendants; the large families by how they start. */
    private static final Pattern FAMILIES = Pattern.compile(String.join(
            "|",
            "pg_read_.*",
            "pg_ls_.*",
            "pg_file_.*",
            "pg_sleep.*",
            "pg_(try_)?advisory_.*",
            "pg_logical_.*",
            "pg_replication_.*",
            "pg_create_.*",
            "pg_drop_.*",
            "pg_copy_.*",
            "pg_wal_.*",
            "pg_backup_.*",
            "pg_start_backup",
            "pg_stop_backup",
            "pg_stat_reset.*",
            "pg_log_.*",
            "lo_.*",
            "dblink.*",
            "http_.*",
            "(query|table|schema|database|cursor)_to_xml.*",
            // SQL Server's extended and system procedures, and MySQL's classic user-defined ones.
            "xp_.*",
            "sp_.*",
            "sys_(exec|eval|get|set)",
            "lib_mysqludf_.*",
            // Snowflake
            "system\\$.*"));

    private static final Set<String> NAMES = Set.of(
            // PostgreSQL: sessions, sequences, settings, server
            "nextval",
            "setval",
            "set_config",
            "pg_notify",
            "pg_cancel_backend",
            "pg_terminate_backend",
            "pg_reload_conf",
            "pg_rotate_logfile",
            "pg_rotate_logfile_old",
            "pg_switch_wal",
            "pg_switch_xlog",
            "pg_promote",
            "pg_stat_file",
            "pg_export_snapshot",
            "pg_import_system_collations",
            "pg_current_logfile",
            "pg_current_xact_id",
            "txid_current",
            "pg_hba_file_rules",
            "pg_show_all_file_settings",
            "pg_prewarm",
            "loread",
            "lowrite",
            // PostgreSQL: run a statement that is given as text
            "ts_stat",
            "ts_rewrite",
            "crosstab",
            "crosstabn",
            "connectby",
            "xpath_table",
            "http",
            // MySQL and MariaDB
            "load_file",
            "sleep",
            "benchmark",
            "get_lock",
            "release_lock",
            "release_all_locks",
            "is_free_lock",
            "is_used_lock",
            "master_pos_wait",
            "master_gtid_wait",
            "source_pos_wait",
            "wait_for_executed_gtid_set",
            "wait_until_sql_thread_after_gtids",
            "last_insert_id",
            "lastval",
            // SQLite
            "load_extension",
            "readfile",
            "writefile",
            "edit",
            "fts3_tokenizer",
            "fsdir",
            "zipfile",
            // SQL Server
            "openrowset",
            "opendatasource",
            "openquery",
            "openxml",
            // BigQuery and Snowflake
            "external_query",
            "get_presigned_url",
            // DuckDB
            "query",
            "query_table",
            "read_text",
            "read_blob",
            "read_csv",
            "read_csv_auto",
            "read_json",
            "read_json_auto",
            "read_parquet",
            "parquet_scan",
            "glob",
            "getenv",
            "sniff_csv");

    private RefusedFunctions() {}

    /** Whether a function by that name, quoted or not and without its schema, is one of them. */
    static boolean contains(String name) {
        String bare = name.replaceAll("[\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
        return NAMES.contains(bare) || FAMILIES.matcher(bare).matches();
    }
}
