/* fork_crew.h - the branches of a fork, each a process that goes on from the same past. */
#ifndef BANGPATH_FORK_CREW_H
#define BANGPATH_FORK_CREW_H

#include <bangpath/error.h>
#include <bangpath/fork.h>
#include <bangpath/scenario.h>
#include <glib.h>

/**
 * ForkPlan:
 * @past: the state at the fork
 * @rows: (nullable): where the rows of the past are, as bp_run_db_copy() takes them
 * @folder: (nullable): where each branch is kept, as NAME.db
 */
typedef struct {
    BpScenario *scenario;
    const BpFork *forked;
    GBytes *past;
    const char *rows;
    const char *folder;
    gboolean force;
} ForkPlan;

/**
 * ForkOutcome: what came of a branch.
 * @json: owned: as 'run --json' has it; where it is not @good: why there is none
 * @judged: owned: what [expect] has come to, a line each
 */
typedef struct {
    int pid; /* 0 before and after */
    int pipe;
    GString *said;
    char *json;
    char *judged;
    int status; /* of its process, as main() would return it; -1: a signal ended it */
    gboolean good;
    gboolean held;
} ForkOutcome;

/** fork_crew_path: (transfer full): of the database of @branch. */
char *fork_crew_path(const char *folder, const BpBranch *branch);

/** fork_crew_run: all branches of @plan, @jobs at a time, one outcome each in @all. FALSE:
 * no process could be made. */
gboolean fork_crew_run(const ForkPlan *plan, ForkOutcome *all, guint jobs,
                       GError **error);
void fork_crew_clear(ForkOutcome *all, guint n);

/** fork_crew_catch_signals: Ctrl-C and its like remove what is unfinished, and end the
 * program. */
void fork_crew_catch_signals(void);

#endif
