/* invariants.c - checked on the log alone. */
#include "invariants.h"

#include "log.h"

static const LogEntry *
entry_at(const GArray *log, guint i)
{
    return &g_array_index(log, LogEntry, i);
}

static gboolean
time_goes_on(const GArray *log)
{
    for (guint i = 1; i < log->len; i++)
        if (entry_at(log, i)->at_us < entry_at(log, i - 1)->at_us)
            return FALSE;
    return TRUE;
}

static gboolean
is_same_copy(const LogEntry *a, const LogEntry *b)
{
    return a->what == LOG_ENDED && b->what == LOG_ENDED && a->message == b->message &&
           a->to == b->to && a->user == b->user;
}

static gboolean
ends_once(const GArray *log)
{
    for (guint i = 0; i < log->len; i++)
        for (guint k = 0; k < i; k++)
            if (is_same_copy(entry_at(log, i), entry_at(log, k)))
                return FALSE;
    return TRUE;
}

/* Where @message was written: whence it first went. */
static int
writer_of(const GArray *log, int message)
{
    for (guint i = 0; i < log->len; i++)
        if (entry_at(log, i)->what == LOG_HOP && entry_at(log, i)->message == message)
            return entry_at(log, i)->from;
    return CASE_NOBODY;
}

/* A path may lead twice through its last host, which takes what is for it both times. */
static gboolean
has_ways(const Case *c)
{
    for (int i = 0; i < c->n_letters; i++)
        for (int k = 0; k < c->letters[i].n_to; k++)
            if (c->letters[i].to[k].n_way > 0)
                return TRUE;
    return FALSE;
}

static gboolean
closed_relay_nothing(const Case *c, const GArray *log)
{
    if (has_ways(c))
        return TRUE;
    for (guint i = 0; i < log->len; i++) {
        const LogEntry *hop = entry_at(log, i);
        const CaseHost *host = &c->hosts[hop->from];

        if (hop->what == LOG_HOP && host->relay != CASE_OPEN &&
            case_served(c, hop->from) == 0 && host->relay_for == 0 &&
            writer_of(log, hop->message) != hop->from)
            return FALSE;
    }
    return TRUE;
}

/* ---- reach ---- */

static gboolean
is_limited(const Case *c)
{
    if (c->spammer != CASE_NOBODY || c->n_faults > 0 || c->closing != 0 ||
        c->subscribers != 0 || c->greylists != 0 || c->limits != 0)
        return TRUE;
    for (int i = 0; i < c->n_hosts; i++)
        if (c->hosts[i].relay != CASE_OPEN || c->hosts[i].spool_bytes != 0 ||
            c->hosts[i].smart_host != CASE_NOBODY)
            return TRUE;
    return FALSE;
}

/* Bits: the hosts and nets that links join to @from. */
static guint
search(const Case *c, int from)
{
    guint found = 1U << from, before;

    do {
        before = found;
        for (int k = 0; k < c->n_links; k++)
            if (found >> c->links[k].a & 1 || found >> c->links[k].b & 1)
                found |= 1U << c->links[k].a | 1U << c->links[k].b;
    } while (found != before);
    return found;
}

static const LogEntry *
end_of(const GArray *log, int message, const CaseRecipient *to)
{
    LogEntry wanted = {
        .what = LOG_ENDED, .message = message, .to = to->host, .user = to->user};

    for (guint i = 0; i < log->len; i++)
        if (is_same_copy(entry_at(log, i), &wanted))
            return entry_at(log, i);
    return NULL;
}

/* What has not ended is under way; not where time was long. */
static gboolean
reaches_all(const Case *c, const GArray *log)
{
    /* Numbers of messages are those of the letters as long as none is bounced. */
    guint all = (1U << c->n_hosts) - 1;

    if (is_limited(c) || (search(c, 0) & all) != all)
        return TRUE;
    for (int i = 0; i < c->n_letters; i++)
        for (int k = 0; k < c->letters[i].n_to; k++) {
            const LogEntry *end = end_of(log, i, &c->letters[i].to[k]);

            if (end == NULL ? c->length_min > 7 * 24 * 60 && !c->warns
                            : strcmp(end->state, "delivered") != 0)
                return FALSE;
        }
    return TRUE;
}

/* Whom no link leads to gets nothing. */
static gboolean
reaches_no_other(const Case *c, const GArray *log)
{
    for (guint i = 0; i < log->len; i++) {
        const LogEntry *e = entry_at(log, i);
        int writer = e->what == LOG_ENDED ? writer_of(log, e->message) : CASE_NOBODY;

        if (writer != CASE_NOBODY && g_strcmp0(e->state, "delivered") == 0 &&
            (search(c, writer) >> e->to & 1) == 0)
            return FALSE;
    }
    return TRUE;
}

const char *
invariants_check(const Case *c, const GArray *log)
{
    if (!time_goes_on(log))
        return "time goes back";
    if (!ends_once(log))
        return "a recipient-copy ends twice";
    if (!closed_relay_nothing(c, log))
        return "a closed host sends what others wrote";
    if (!reaches_all(c, log))
        return "mail does not arrive where nothing limits it";
    if (!reaches_no_other(c, log))
        return "mail arrives where no link leads";
    return NULL;
}
