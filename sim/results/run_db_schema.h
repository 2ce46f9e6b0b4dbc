/* run_db_schema.h - the tables of a run database: docs/database.md in SQL. */
#ifndef BP_RUN_DB_SCHEMA_SQL_H
#define BP_RUN_DB_SCHEMA_SQL_H

#include <bangpath/run_db.h>
#include <sqlite3.h>

#define BP_RUN_DB_COLUMNS 24 /* of one table, at most */

typedef struct {
    const char *name;
    const char *columns; /* as CREATE TABLE has them, between the parentheses */
    const char *options;
    guint n_columns;
} BpRunDbShape;

/* One row a BpRunDbTable. */
extern const BpRunDbShape bp_run_db_shapes[BP_N_TABLES];

/* What is made once the rows are in. */
extern const char bp_run_db_indexes[];

/* Whoever made a file may have put a query in the place of a table, which can go on for ever,
 * statements behind a row that is put, or a condition that takes long. None of them is computed. */
void bp_run_db_trust_rows_only(sqlite3 *db);

/* (transfer full) (nullable): which of the tables @names is something else than rows that are
 * there, or has a column that is computed. @names: quoted as in SQL, parted by commas. */
char *bp_run_db_oddity(sqlite3 *db, const char *names);

/* (transfer full) (nullable): of a run's tables. */
char *bp_run_db_odd_table(sqlite3 *db);

/* (transfer full): @path so that SQLite sees a file in it, whatever it is called. */
char *bp_run_db_plain_path(const char *path);

#endif
