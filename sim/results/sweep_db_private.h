/* sweep_db_private.h - what writing and reading the results of a sweep share.
 *
 * Private to results.
 */
#ifndef BP_RESULTS_SWEEP_DB_PRIVATE_H
#define BP_RESULTS_SWEEP_DB_PRIVATE_H

#include <bangpath/sweep_db.h>
#include <sqlite3.h>

struct _BpSweepDb {
    char *path;               /* owned: "memory" where there is no file */
    char *part;               /* owned; (nullable): what it is called in the making */
    int lock;                 /* on the part, as long as there is one; else 0 */
    sqlite3 *db;              /* owned */
    gboolean open;            /* a transaction is */
    sqlite3_stmt *put_run;    /* owned; these four nullable until they are needed */
    sqlite3_stmt *put_total;  /* owned */
    sqlite3_stmt *put_expect; /* owned */
    sqlite3_stmt *values;     /* owned */
};

/* What SQLite says of the last call, as an error that names the file. Always FALSE. */
gboolean bp_sweep_db_fail(const BpSweepDb *db, GError **error);

/* (nullable): BP_ERROR_INPUT. */
BpSweepDb *bp_sweep_db_connect(const char *path, int flags, GError **error);

/* The only number that @sql gives; -1 if it gives none. */
gint64 bp_sweep_db_number(BpSweepDb *db, const char *sql);

/* The statement of *@place, made at first. NULL if it cannot be. */
sqlite3_stmt *bp_sweep_db_statement(BpSweepDb *db, sqlite3_stmt **place,
                                    const char *sql);

#endif
