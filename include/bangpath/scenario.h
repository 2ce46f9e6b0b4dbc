/* scenario.h - what is to be simulated: settings by group, as read from a file.
 *
 * Layer: actors. Plain data; formats fill it in, the world acts on it.
 */
#ifndef BANGPATH_SCENARIO_H
#define BANGPATH_SCENARIO_H

#include <bangpath/network.h>
#include <bangpath/param.h>
#include <bangpath/trace.h>
#include <glib.h>

typedef struct _BpActor BpActor;

/** BpGroup: one group of a scenario: `[spammer cyber]` is actor spammer, name cyber. */
typedef struct {
    const BpActor *actor;
    char *title; /* owned: as between the brackets */
    char *name;  /* owned: what follows the actor's word, or "" */
    gboolean enabled;
    BpValue *values;  /* owned, as bp_actor->params */
    const char *file; /* interned, (nullable): where it begins */
    int line;
} BpGroup;

void bp_group_free(BpGroup *group);

/** bp_group_complain: adds `file:line: [group] key = "value": expected ...` for the value
 * of row @param; format is what follows the colon. */
void bp_group_complain(const BpGroup *group, guint param, BpProblems *problems,
                       const char *format, ...) G_GNUC_PRINTF(4, 5);

/** bp_group_complain_whole: the same of the group: `file:line: [group]: expected ...`. */
void bp_group_complain_whole(const BpGroup *group, BpProblems *problems,
                             const char *format, ...) G_GNUC_PRINTF(3, 4);

/** bp_group_host: the host called @name, or BP_NONE after a complaint naming the nearest. */
guint32 bp_group_host(const BpGroup *group, guint param, const BpNetwork *network,
                      const char *name, BpProblems *problems);

/** bp_group_check_hosts: complains of each name in @param, a selection or a list of names,
 * that is no host. */
void bp_group_check_hosts(const BpGroup *group, guint param, const BpNetwork *network,
                          BpProblems *problems);

/** BpInput: a file that went into the run. */
typedef struct {
    char *path;   /* owned: as named in the scenario or on the command line */
    char *sha256; /* owned: hexadecimal */
    char *text;   /* owned, (nullable): its text where that is not over 1 MB */
} BpInput;

void bp_input_free(BpInput *input);

/** BpExpectation: one line of [expect], which expect.h reads and judges; or of [sweep] or
 * [fork], for sweep.h. */
typedef struct {
    char *name;       /* owned: its key */
    char *text;       /* owned: `spam.reach < 5%` */
    char *branch;     /* owned, (nullable): of [expect BRANCH] */
    const char *file; /* interned */
    int line;         /* 0: of the command line */
} BpExpectation;

void bp_expectation_free(BpExpectation *expectation);

typedef struct _BpScenario BpScenario;

struct _BpScenario {
    char *path;  /* owned */
    char *title; /* owned */
    char *
        merged; /* owned: the whole of it as a scenario file, extends and settings in */
    gint64 begin_unix_s;
    gint64 length_us;
    gint64 warm_up_us;
    gint64 map_interval_us; /* 0: there is only the first edition */
    gboolean warns;         /* senders are told of mail that waits long */
    guint64 seed;
    gint64 trace_ppm;
    BpNetwork *network; /* owned, unless it is borrowed */
    BpTrace *trace;     /* likewise, (nullable): the mail trace of [mail] from-file */
    GPtrArray *groups; /* owned, of BpGroup, in the order of the file; enabled or not */
    GPtrArray *expectations; /* owned, of BpExpectation: text as written, unread */
    GPtrArray *branch_expectations; /* owned, likewise: of single branches of a fork */
    GPtrArray *sweep;               /* owned, of BpExpectation: the lines of [sweep] */
    GPtrArray *fork;                /* owned, of BpExpectation: the lines of [fork] */
    GPtrArray *inputs;              /* owned, of BpInput */
    GPtrArray *sections; /* owned, (nullable): its groups as read: for formats alone */
    gboolean borrows_network; /* another scenario, which outlives it, owns it */
    gboolean borrows_trace;
};

/** bp_group_check_number: complains if there are more than @most enabled groups of
 * @group's actor, which are called @what. */
void bp_group_check_number(const BpGroup *group, const BpScenario *scenario, guint most,
                           const char *what, BpProblems *problems);

/** bp_group_check_guards: complains if @group's guards are more than the groups
 * before it, of whatever actor, leave of BP_GUARDS_MAX. */
void bp_group_check_guards(const BpGroup *group, const BpScenario *scenario,
                           BpProblems *problems);

/** bp_group_check_owners: complains if @group and the enabled ones before it need
 * more than BP_OWNERS_MAX owners. */
void bp_group_check_owners(const BpGroup *group, const BpScenario *scenario,
                           BpProblems *problems);

BpScenario *bp_scenario_new(void);
void bp_scenario_free(BpScenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpScenario, bp_scenario_free)

/** bp_scenario_params: rows of the group [scenario]; bp_output_params: of [output]. */
extern const BpParam bp_scenario_params[];
extern const BpParam bp_output_params[];

/** BpScenarioParam: places in bp_scenario_params. */
enum {
    BP_SCENARIO_TITLE,
    BP_SCENARIO_TOPOLOGY,
    BP_SCENARIO_GENERATE,
    BP_SCENARIO_BEGIN,
    BP_SCENARIO_LENGTH,
    BP_SCENARIO_WARM_UP,
    BP_SCENARIO_MAP_INTERVAL,
    BP_SCENARIO_WARNINGS,
    BP_SCENARIO_SCHEDULE,
    BP_SCENARIO_SEED,
    BP_SCENARIO_EXTENDS,
};

enum {
    BP_OUTPUT_TRACE,
};

#endif
