/* run_db_schema.h - the tables of a run database: docs/database.md in SQL. */
#ifndef BP_RUN_DB_SCHEMA_SQL_H
#define BP_RUN_DB_SCHEMA_SQL_H

#include <bangpath/run_db.h>

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

/* (transfer full): @path so that SQLite sees a file in it, whatever it is called. */
char *bp_run_db_plain_path(const char *path);

#endif
