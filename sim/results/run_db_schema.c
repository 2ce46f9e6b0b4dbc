/* run_db_schema.c - the tables, for the writer to make and the reader to expect. */
#include "run_db_schema.h"

const BpRunDbShape bp_run_db_shapes[BP_N_TABLES] = {
    [BP_TABLE_RUN] =
        {
            .name = "run",
            .columns = "key TEXT PRIMARY KEY NOT NULL, value TEXT",
            .options = " WITHOUT ROWID",
            .n_columns = 2,
        },
    [BP_TABLE_INPUTS] =
        {
            .name = "inputs",
            .columns = "path TEXT NOT NULL, sha256 TEXT, text TEXT",
            .options = "",
            .n_columns = 3,
        },
    [BP_TABLE_HOSTS] =
        {
            .name = "hosts",
            .columns =
                "host INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, "
                "networks TEXT NOT NULL, mailboxes INTEGER NOT NULL, "
                "relay_at_begin TEXT, relay_at_end TEXT, lat REAL, lon REAL, "
                "org TEXT, lines INTEGER NOT NULL, "
                "spam_delivered INTEGER NOT NULL, delivered INTEGER NOT NULL, "
                "relayed INTEGER NOT NULL, spool_bytes_at_end INTEGER NOT NULL, "
                "paid_udollars INTEGER NOT NULL, bytes INTEGER NOT NULL",
            .options = "",
            .n_columns = 17,
        },
    [BP_TABLE_LINKS] =
        {
            .name = "links",
            .columns = "link INTEGER PRIMARY KEY, a INTEGER NOT NULL, "
                       "b INTEGER NOT NULL, map INTEGER NOT NULL, line TEXT, "
                       "protocol TEXT NOT NULL, bps INTEGER NOT NULL, "
                       "schedule TEXT NOT NULL, cost_ab INTEGER NOT NULL, "
                       "cost_ba INTEGER NOT NULL, calls INTEGER NOT NULL, "
                       "line_us INTEGER NOT NULL, paid_udollars INTEGER NOT NULL, "
                       "bytes_ab INTEGER NOT NULL, bytes_ba INTEGER NOT NULL, "
                       "copies_ab INTEGER NOT NULL, copies_ba INTEGER NOT NULL, "
                       "spam_ab INTEGER NOT NULL, spam_ba INTEGER NOT NULL, "
                       "retransmissions INTEGER NOT NULL",
            .options = "",
            .n_columns = 20,
        },
    [BP_TABLE_SERIES] =
        {
            .name = "series",
            .columns = "time_us INTEGER NOT NULL, measure TEXT NOT NULL, "
                       "value NOT NULL, PRIMARY KEY (measure, time_us)",
            .options = " WITHOUT ROWID",
            .n_columns = 3,
        },
    [BP_TABLE_HOST_EVENTS] =
        {
            .name = "host_events",
            .columns = "time_us INTEGER NOT NULL, host INTEGER NOT NULL, "
                       "event TEXT NOT NULL, detail TEXT",
            .options = "",
            .n_columns = 4,
        },
    [BP_TABLE_LINK_SERIES] =
        {
            .name = "link_series",
            .columns = "time_us INTEGER NOT NULL, link INTEGER NOT NULL, "
                       "copies INTEGER NOT NULL, spam_copies INTEGER NOT NULL, "
                       "bytes INTEGER NOT NULL, PRIMARY KEY (link, time_us)",
            .options = " WITHOUT ROWID",
            .n_columns = 5,
        },
    [BP_TABLE_TOTALS] =
        {
            .name = "totals",
            .columns = "measure TEXT PRIMARY KEY NOT NULL, value",
            .options = " WITHOUT ROWID",
            .n_columns = 2,
        },
    [BP_TABLE_MESSAGES] =
        {
            .name = "messages",
            .columns = "serial INTEGER PRIMARY KEY, id TEXT NOT NULL, "
                       "kind TEXT NOT NULL, time_us INTEGER NOT NULL, "
                       "host INTEGER NOT NULL, from_addr TEXT NOT NULL, "
                       "forged INTEGER NOT NULL, size_bytes INTEGER NOT NULL, "
                       "owner INTEGER NOT NULL",
            .options = "",
            .n_columns = 9,
        },
    [BP_TABLE_RECIPIENTS] =
        {
            .name = "recipients",
            .columns = "serial INTEGER NOT NULL, rcpt TEXT NOT NULL, "
                       "number INTEGER NOT NULL, host INTEGER NOT NULL, "
                       "state TEXT NOT NULL, reason TEXT, time_us INTEGER, "
                       "at_host INTEGER, PRIMARY KEY (serial, rcpt, number)",
            .options = " WITHOUT ROWID",
            .n_columns = 8,
        },
    [BP_TABLE_HOPS] =
        {
            .name = "hops",
            .columns = "serial INTEGER NOT NULL, time_us INTEGER NOT NULL, "
                       "link INTEGER NOT NULL, from_host INTEGER NOT NULL, "
                       "to_host INTEGER NOT NULL, recipients INTEGER NOT NULL, "
                       "bytes INTEGER NOT NULL",
            .options = "",
            .n_columns = 7,
        },
    [BP_TABLE_REFUSALS] =
        {
            .name = "refusals",
            .columns =
                "serial INTEGER NOT NULL, time_us INTEGER NOT NULL, peer INTEGER, "
                "host INTEGER NOT NULL, reason TEXT NOT NULL, "
                "recipients INTEGER NOT NULL",
            .options = "",
            .n_columns = 6,
        },
    [BP_TABLE_BOUNCES] =
        {
            .name = "bounces",
            .columns = "bounce INTEGER PRIMARY KEY, serial INTEGER NOT NULL, "
                       "host INTEGER NOT NULL, warning INTEGER NOT NULL",
            .options = "",
            .n_columns = 4,
        },
};

const char bp_run_db_indexes[] =
    "CREATE INDEX host_events_by_time ON host_events (time_us);"
    "CREATE INDEX hops_by_message ON hops (serial);"
    "CREATE INDEX refusals_by_message ON refusals (serial);"
    "CREATE INDEX bounces_by_message ON bounces (serial);";

/* ":memory:", "" and, in some builds of SQLite, "file:x" are no files to it. */
char *
bp_run_db_plain_path(const char *path)
{
    return g_path_is_absolute(path) ? g_strdup(path)
                                    : g_strconcat("." G_DIR_SEPARATOR_S, path, NULL);
}

void
bp_run_db_trust_rows_only(sqlite3 *db)
{
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    (void)sqlite3_exec(db, "PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL);
}

char *
bp_run_db_oddity(sqlite3 *db, const char *names)
{
    g_autofree char *sql = g_strdup_printf(
        "SELECT name || ' is a ' || type FROM pragma_table_list "
        "WHERE schema = 'main' AND type <> 'table' AND lower(name) IN (%s) UNION ALL "
        "SELECT t.name || ' computes its column ' || c.name "
        "FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c "
        "WHERE t.schema = 'main' AND t.type = 'table' AND lower(t.name) IN (%s) "
        "AND c.hidden <> 0 LIMIT 1",
        names, names);
    sqlite3_stmt *row = NULL;
    char *oddity = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) == SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW)
        oddity = g_strdup((const char *)sqlite3_column_text(row, 0));
    sqlite3_finalize(row);
    return oddity;
}

char *
bp_run_db_odd_table(sqlite3 *db)
{
    g_autoptr(GString) names = g_string_new("'checkpoint'");

    for (guint i = 0; i < BP_N_TABLES; i++)
        g_string_append_printf(names, ", '%s'", bp_run_db_shapes[i].name);
    return bp_run_db_oddity(db, names->str);
}
