/* fork.h - [fork]: one past, and what comes of it under other rules.
 *
 * Layer: results.
 */
#ifndef BANGPATH_FORK_H
#define BANGPATH_FORK_H

#include <bangpath/error.h>
#include <bangpath/scenario.h>
#include <glib.h>

/** BpBranchSetting: `closure.share=100%` */
typedef struct {
    char *group; /* owned */
    char *key;   /* owned */
    char *value; /* owned */
} BpBranchSetting;

/** BpBranch: a line of [fork]. */
typedef struct {
    char *name;       /* owned: its key */
    char *text;       /* owned: as it stands in the file */
    GArray *settings; /* owned, of BpBranchSetting; empty: no change */
    const char *file; /* interned */
    int line;
} BpBranch;

/** BpFork: at @at_us the run parts into its branches, at least one. */
typedef struct {
    gint64 at_us;
    GPtrArray *branches; /* owned, of BpBranch, in the order of the file */
} BpFork;

/** bp_fork_read: (transfer full) (nullable): what [fork] of @scenario says: `at`, and branches as
 * `NAME = GROUP.KEY=VALUE & GROUP.KEY=VALUE`, or `NAME = no change`. NULL if there were
 * problems. */
BpFork *bp_fork_read(const BpScenario *scenario, BpProblems *problems);
void bp_fork_free(BpFork *fork);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpFork, bp_fork_free)

#endif
