/* spammer_kit.h - a spammer at agis, three relays, and a log of what he offered to whom. */
#ifndef BP_TEST_SPAMMER_KIT_H
#define BP_TEST_SPAMMER_KIT_H

#include "scenario_kit.h"

/* The log: each of his letters by the host that it was offered to, with ! where that
 * refused it; who was said to have sent each, which body it had, and for whom it was: a dot
 * a mailbox, an x a dead address. */
typedef struct {
    BpWorld *world;
    GString *offers;
    GString *senders;
    GString *hops;
    GString *bodies;
    GString *recipients;
} Log;

static inline const char *
name_of(const Log *log, guint32 host)
{
    return bp_network_host(bp_world_network(log->world), host).name;
}

static inline void
log_hop(gpointer data, const BpMessageInfo *message, guint32 channel, guint32 from,
        guint32 to, guint n_recipients, guint64 bytes)
{
    Log *log = data;

    (void)bytes;
    if (message->kind != BP_SPAM)
        return;
    g_string_append_printf(log->hops, "%s>%s ", name_of(log, from), name_of(log, to));
    if (channel >= 2 * bp_network_n_links(bp_world_network(log->world)))
        g_string_append_printf(log->offers, "%s:%u ", name_of(log, to), n_recipients);
}

static inline void
log_refused(gpointer data, const BpMessageInfo *message, guint32 peer, guint32 host,
            BpReason reason, guint n_recipients)
{
    Log *log = data;

    (void)peer, (void)reason;
    if (message->kind == BP_SPAM)
        g_string_append_printf(log->offers, "%s!%u ", name_of(log, host), n_recipients);
}

static inline void
log_written(gpointer data, const BpMessageInfo *message, guint32 host,
            const BpRecipient *recipients, guint n_recipients)
{
    Log *log = data;

    (void)host;
    if (message->kind != BP_SPAM)
        return;
    g_string_append_printf(log->bodies, "%u ", message->body);
    for (guint i = 0; i < n_recipients; i++)
        g_string_append_c(log->recipients,
                          recipients[i].to.user == BP_NOBODY ? 'x' : '.');
    g_string_append_c(log->recipients, ' ');
    if (message->from.host == BP_NONE)
        g_string_append(log->senders, "<> ");
    else
        g_string_append_printf(log->senders, "%u@%s%s ", message->from.user,
                               name_of(log, message->from.host),
                               message->forged ? "?" : "");
}

static const BpObserver observer = {
    .written = log_written,
    .hop = log_hop,
    .refused = log_refused,
};

/* agis with the spammer, relays r1, r2, r3 of the states given, and v with all
 * mailboxes; @hole is a BpHole of r1, or 0. */
static inline BpScenario *
relays_with_hole(const char *const states[3], guint32 mailboxes, guint8 hole)
{
    BpScenario *scenario = kit_scenario(30 * BP_DAY_US);
    guint32 r1;

    kit_member(scenario, "agis", 0, "open", 10000);
    r1 = kit_member(scenario, "r1", 0, states[0], 10000);
    bp_network_edit(scenario->network, r1)->holes = hole;
    kit_member(scenario, "r2", 0, states[1], 10000);
    kit_member(scenario, "r3", 0, states[2], 10000);
    kit_member(scenario, "v", mailboxes, "open", 10000000);
    bp_network_finish(scenario->network);
    return scenario;
}

static inline BpScenario *
relays(const char *const states[3], guint32 mailboxes)
{
    return relays_with_hole(states, mailboxes, 0);
}

G_GNUC_UNUSED static const char *const all_open[3] = {"open", "open", "open"};
G_GNUC_UNUSED static const char *const first_closed[3] = {"closed", "open", "open"};
G_GNUC_UNUSED static const char *const all_closed[3] = {"closed", "closed", "closed"};

static inline void
set_up(const BpScenario *scenario, Log *log)
{
    log->world = kit_world(scenario);
    log->offers = g_string_new(NULL);
    log->senders = g_string_new(NULL);
    log->hops = g_string_new(NULL);
    log->bodies = g_string_new(NULL);
    log->recipients = g_string_new(NULL);
    bp_post_observe(bp_world_post(log->world), &observer, log);
}

static inline void
run(const BpScenario *scenario, Log *log, gint64 until_us)
{
    set_up(scenario, log);
    bp_world_start(log->world);
    kit_run(log->world, until_us);
}

static inline void
clear(Log *log)
{
    bp_world_free(log->world);
    g_string_free(log->offers, TRUE);
    g_string_free(log->senders, TRUE);
    g_string_free(log->hops, TRUE);
    g_string_free(log->bodies, TRUE);
    g_string_free(log->recipients, TRUE);
}

/* One run of a spammer on lan with 1 KB letters to r1, r2, r3; his further keys in
 * pairs. */
#define RUN(scenario, log, until_us, ...)                                           \
    kit_group(scenario, "spammer x", "host", "agis", "line", "lan", "size", "1 KB", \
              __VA_ARGS__, NULL);                                                   \
    run(scenario, log, until_us)

/* What he offers in an hour, @mailboxes at v, is @offers and no more. */
#define OFFERS(states, mailboxes, offers_, ...)                      \
    do {                                                             \
        g_autoptr(BpScenario) scenario_ = relays(states, mailboxes); \
        Log log_;                                                    \
                                                                     \
        RUN(scenario_, &log_, BP_HOUR_US, __VA_ARGS__);              \
        g_assert_cmpstr(log_.offers->str, ==, offers_);              \
        clear(&log_);                                                \
    } while (FALSE)

#endif
