/* abuse.h - a case with spammers and defences: what is drawn, what is heard, what must hold.
 *
 * Networks, letters, faults and closings are those of case.h; groups of a scenario are added.
 * Of most of these there is no second simulator: what is heard while the program runs is held against
 * rules that know nothing of how it keeps its books, lines and lists.
 */
#ifndef BP_TEST_MODEL_ABUSE_H
#define BP_TEST_MODEL_ABUSE_H

#include "case.h"

#include <bangpath/post.h>

#define ABUSE_GROUPS 8
#define ABUSE_KEYS 20

typedef enum {
    ABUSE_SPAMMER,
    ABUSE_BLACKLIST,
    ABUSE_CLOSURE,
    ABUSE_GREYLIST,
    ABUSE_RATE_LIMIT,
} AbuseWhat;

typedef struct {
    const char *key;
    char value[40];
} AbuseKey;

/* As a scenario has it, and again what the rules ask for. */
typedef struct {
    AbuseWhat what;
    char title[24];
    int n_keys;
    AbuseKey keys[ABUSE_KEYS];
    int host;        /* of a spammer */
    int connections; /* of his */
    guint who;       /* bits: subscribers */
    gint64 refresh_us;
    gint64 delay_us; /* of a greylist; of a limit, between two recipients */
    int burst;
    gboolean silent;
    gboolean reopens;
} AbuseGroup;

typedef struct {
    Case c;
    int n_groups;
    AbuseGroup groups[ABUSE_GROUPS];
} Abuse;

/** abuse_draw: the same for the same seed. */
void abuse_draw(Abuse *a, guint64 seed);

typedef gboolean (*AbuseFails)(const Abuse *a);

/** abuse_shrink: takes away groups, keys, and all that case_shrink() does, as long as it
 * @fails. */
void abuse_shrink(Abuse *a, AbuseFails fails);

/** abuse_scenario: (transfer full). */
char *abuse_scenario(const Abuse *a);

/* ---- what is heard ---- */

typedef enum {
    HEARD_WRITTEN, /* for @user at @to; once for each recipient */
    HEARD_HOP,
    HEARD_REFUSED,   /* by @to, of what @from handed over */
    HEARD_ENDED,     /* at @from, for @user at @to */
    HEARD_DELIVERED, /* at @to, handed over by @from or nobody */
    HEARD_REACHED,
    HEARD_RELAY,  /* @to is @state now */
    HEARD_LISTED, /* @to, by group @n */
    HEARD_DELISTED,
} HeardWhat;

typedef struct {
    HeardWhat what;
    gint64 at_us;
    guint64 serial;
    BpKind kind;
    guint32 from;
    guint32 to;
    guint32 user;
    guint32 channel;
    guint n;
    guint64 bytes;
    guint state;
    BpReason reason;
} Heard;

/* Of a line or the way to a host: what it can do. */
typedef struct {
    gint64 bps;
    guint32 from; /* host or net */
    guint32 to;
    gboolean owned; /* by a spammer */
} AbuseChannel;

typedef struct {
    GArray *heard;    /* owned, of Heard */
    GArray *channels; /* owned, of AbuseChannel */
    BpBooks books;    /* at the end */
    guint64 trajectory;
} AbuseRun;

/** abuse_run: everything else of @run is written anew. */
void abuse_run(const Abuse *a, AbuseRun *run);

/** abuse_check: (nullable): which rule does not hold. */
const char *abuse_check(const Abuse *a, const AbuseRun *run);

#endif
