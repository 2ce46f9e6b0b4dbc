/* call_plan.h - what the options of `bangpath call` ask for. */
#ifndef BANGPATH_CLI_CALL_PLAN_H
#define BANGPATH_CLI_CALL_PLAN_H

#include <bangpath/conversation.h>
#include <bangpath/error.h>
#include <bangpath/line.h>

/** CallOptions: as written; NULL where not given. */
typedef struct {
    char *line;
    char *speed;
    char *latency;
    char *turnaround;
    char *spoof;
    char *protocol;
    char *window;
    char *packet;
    char *sealink;
    char *buffer;
    char *overhead;
    char *pipelining;
    char *recipients;
    char *bit_errors;
    char *files;
    char *as;
    char *setup;
    char *price;
    char *runs;
    char *seed;
    gboolean no_dial;
    gboolean json;
} CallOptions;

/** CallFiles: @n files of @bytes each. */
typedef struct {
    guint n;
    guint64 bytes;
} CallFiles;

/** CallPlan: what is to be called, and how often. */
typedef struct {
    BpTalk talk;
    gint64 p[BP_PROTOCOL_PARAMS];
    GArray *groups;      /* owned, of CallFiles */
    guint64 *file_bytes; /* owned: each file's */
    guint64 total_bytes;
    gint64 dial_us; /* 0: from the carrier on */
    gint64 price_udollars;
    guint64 seed;
    guint runs;
} CallPlan;

/** call_plan_make: FALSE after complaints. @plan is to be cleared in any case. */
gboolean call_plan_make(CallPlan *plan, const CallOptions *options,
                        BpProblems *problems);

void call_plan_clear(CallPlan *plan);

/** call_plan_param: (nullable): how a parameter of the protocol was set, as it is written,
 * or NULL where the protocol has none of that name. */
char *call_plan_param(const CallPlan *plan, const char *name);

#endif
