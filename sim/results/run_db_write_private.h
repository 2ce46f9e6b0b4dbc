/* run_db_write_private.h - what those that write a run database share.
 *
 *   run_db_write.c       rows, and the end
 *   run_db_checkpoint.c  a part that outlives the program
 *   run_db_rows.c        all rows as a digest, and two databases row by row
 */
#ifndef BP_RUN_DB_WRITE_PRIVATE_H
#define BP_RUN_DB_WRITE_PRIVATE_H

#include <bangpath/run_db.h>
#include <sqlite3.h>

struct _BpRunDbWriter {
    char *path;  /* owned */
    char *part;  /* owned: NULL once it is finished or removed */
    sqlite3 *db; /* owned */
    int lock;    /* owned: descriptor of the part, locked; -1 if there is none */
    gboolean force;
    gboolean mute;
    gboolean is_scratch; /* there is no file */
    gboolean is_kept; /* the part outlives the program, as old as the last checkpoint */
    GError *failed;   /* owned: the first failure */
    sqlite3_stmt *insert[BP_N_TABLES]; /* owned */
    sqlite3_stmt *end;                 /* owned */
};

#define BP_ROWS_DIGEST_BYTES 32

/* The system's word for a failure, where there is one, is clearer than SQLite's. */
const char *bp_run_db_why(sqlite3 *db);
void bp_run_db_fail(BpRunDbWriter *writer, const char *text);
/* Its rows are where they are then; nothing more can be put. */
void bp_run_db_close(BpRunDbWriter *writer);

void bp_run_db_execute(BpRunDbWriter *writer, const char *sql);

/* Binds @text, or nothing for NULL. SQLite takes no bytes that are not UTF-8 for text; a path may
 * have some. */
void bp_run_db_bind_text(sqlite3_stmt *statement, int column, const char *text);

/* A writer of @path whose part is there and @lock, which it takes; @makes: with its tables made
 * afresh. */
BpRunDbWriter *bp_run_db_writer_new(const char *path, int lock, gboolean force,
                                    gboolean is_kept, gboolean makes);

/* A digest of all rows of all tables. FALSE: SQLite says why. */
gboolean bp_run_db_digest_rows(sqlite3 *db, guint8 digest[BP_ROWS_DIGEST_BYTES]);

#endif
