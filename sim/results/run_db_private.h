/* run_db_private.h - what those that read a run database share.
 *
 *   run_db_read.c    opens it, and what is read at once
 *   run_db_query.c   one query at a time
 *   story.c          one message
 *   story_find.c     which message
 *   story_mbox.c     which mail lies in which mailbox
 */
#ifndef BP_RUN_DB_PRIVATE_H
#define BP_RUN_DB_PRIVATE_H

#include <bangpath/run_db.h>
#include <sqlite3.h>

struct _BpRunDb {
    char *path;          /* owned */
    sqlite3 *db;         /* owned */
    GStringChunk *texts; /* owned: all texts handed out */
    GHashTable *run;     /* owned: key and value, owned by texts */
    GArray *nodes;       /* owned, of BpRunNode */
    GArray *links;       /* owned, of BpRunLink */
    GArray *totals;      /* owned, of Total, by name */
    GPtrArray *names;    /* owned: of totals, NULL-terminated */
    gint64 begin_unix_s;
    gint64 length_us;
    gint64 end_us;
};

typedef struct {
    BpRunDb *db;
    sqlite3_stmt *statement; /* owned */
} BpQuery;

/* FALSE, and an error that names the file: it is damaged. */
gboolean bp_run_db_damaged(const BpRunDb *db, const char *what, GError **error);
/* The same in SQLite's words. */
gboolean bp_run_db_failed(const BpRunDb *db, GError **error);

gboolean bp_query_open(BpQuery *query, BpRunDb *db, const char *sql, GError **error);
/* TRUE while there is a row. */
gboolean bp_query_next(BpQuery *query, gboolean *good, GError **error);
void bp_query_close(BpQuery *query);

gint64 bp_query_whole(const BpQuery *query, int column);
double bp_query_real(const BpQuery *query, int column); /* NaN: NULL, or no number */
/* Texts are the database's. What is not UTF-8 is as if it were not there. */
const char *bp_query_text_or_null(const BpQuery *query, int column);
const char *bp_query_text(const BpQuery *query, int column);

gboolean bp_run_db_has_node(const BpRunDb *db, gint64 number);

#endif
