/* query_state.h - a query under way, and what it says of itself.
 *
 * Private to results.
 */
#ifndef BP_RESULTS_QUERY_STATE_H
#define BP_RESULTS_QUERY_STATE_H

#include <bangpath/query.h>
#include <bangpath/run_db.h>
#include <bangpath/sweep_db.h>
#include <sqlite3.h>

typedef struct {
    sqlite3 *db;             /* owned */
    sqlite3_stmt *statement; /* owned */
    BpRunDb *run;            /* owned: either this */
    BpSweepDb *sweep;        /* owned: or this */
    const char *sql;
    const BpQueryOptions *options;
    BpQuerySink sink;
    gpointer data;
} Query;

/* query_about: what the rows are of, in front of them. */
void query_about(const Query *query);

#endif
