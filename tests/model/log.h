/* log.h - what both simulators say of a case, in the order in which it happened. */
#ifndef BP_TEST_MODEL_LOG_H
#define BP_TEST_MODEL_LOG_H

#include "case.h"

#include <string.h>

typedef enum {
    LOG_HOP,
    LOG_REFUSED, /* by @to, of what @from handed over */
    LOG_ENDED,   /* at @from, for @user at @to */
} LogWhat;

typedef struct {
    gint64 at_us;
    LogWhat what;
    int message; /* its number, in the order of writing */
    int from;
    int to;
    int user;
    int n;             /* recipients */
    const char *state; /* of an end */
    const char *reason;
} LogEntry;

static inline gboolean
log_same(const LogEntry *a, const LogEntry *b)
{
    return a->at_us == b->at_us && a->what == b->what && a->message == b->message &&
           a->from == b->from && a->to == b->to && a->user == b->user && a->n == b->n &&
           g_strcmp0(a->state, b->state) == 0 && g_strcmp0(a->reason, b->reason) == 0;
}

/* The first entry in which two logs (GArray of LogEntry) differ, or -1. */
static inline int
log_difference(const GArray *a, const GArray *b)
{
    guint n = MIN(a->len, b->len);

    for (guint i = 0; i < n; i++)
        if (!log_same(&g_array_index(a, LogEntry, i), &g_array_index(b, LogEntry, i)))
            return (int)i;
    return a->len == b->len ? -1 : (int)n;
}

static inline char *
log_text(const LogEntry *e)
{
    static const char *const whats[] = {"hop", "refused", "ended"};

    return g_strdup_printf(
        "%d.%06d %s: message %d, %s > %s, user %d, %d recipients, %s %s",
        (int)(e->at_us / 1000000), (int)(e->at_us % 1000000), whats[e->what],
        e->message, case_host_name(e->from), case_host_name(e->to), e->user, e->n,
        e->state ? e->state : "-", e->reason ? e->reason : "-");
}

#endif
