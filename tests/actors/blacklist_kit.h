/* blacklist_kit.h - a spammer, a relay and two who get spam, and a log of what a list did. */
#ifndef BP_TEST_BLACKLIST_KIT_H
#define BP_TEST_BLACKLIST_KIT_H

#include "scenario_kit.h"

typedef struct {
    BpWorld *world;
    GString *text;
} Log;

static inline void
log_listing(gpointer data, guint32 host, guint list, gboolean listed, gboolean deserved)
{
    Log *log = data;
    gint64 us = bp_world_now_us(log->world);

    g_string_append_printf(log->text, "%" G_GINT64_FORMAT ".%06d %u %s %s%s\n",
                           us / BP_SECOND_US, (int)(us % BP_SECOND_US), list,
                           listed ? "lists" : "drops",
                           bp_network_host(bp_world_network(log->world), host).name,
                           deserved ? "" : ", falsely");
}

static const BpObserver observer = {.listing = log_listing};

/* agis, where the spammer is; relay r1; v and w, who get spam, a mailbox each. He
 * sends one letter of 1,000 bytes for two: by r1, 0.330 + 1.000 + 0.016 s (eight
 * round trips), and 1.290 s to v (2.636 s), 1.290 s more to w (3.926 s). */
static inline BpScenario *
scene(void)
{
    BpScenario *scenario = kit_scenario(60 * BP_DAY_US);

    kit_member(scenario, "agis", 0, "open", 10000);
    kit_member(scenario, "r1", 0, "open", 10000);
    kit_member(scenario, "v", 1, "open", 10000);
    kit_member(scenario, "w", 1, "open", 10000);
    bp_network_finish(scenario->network);
    return scenario;
}

static inline void
spammer(BpScenario *scenario, const char *title, const char *relays, const char *start)
{
    kit_group(scenario, title, "host", "agis", "line", "lan", "size", "1 KB", "relays",
              relays, "start", start, NULL);
}

static inline void
begin(Log *log, const BpScenario *scenario)
{
    log->world = kit_world(scenario);
    log->text = g_string_new(NULL);
    bp_post_observe(bp_world_post(log->world), &observer, log);
    bp_world_start(log->world);
}

static inline void
end(Log *log, const char *text)
{
    kit_run(log->world, 60 * BP_DAY_US);
    g_assert_cmpstr(log->text->str, ==, text);
    bp_world_free(log->world);
    g_string_free(log->text, TRUE);
}

static inline gboolean
refuses(const BpWorld *world, const char *host, const char *peer)
{
    BpAddress anybody = {kit_find(world, host), 0};

    return bp_post_judge(bp_world_post(world), kit_find(world, host),
                         &(BpQuestion){
                             .peer = kit_find(world, peer),
                             .on_net = TRUE,
                             .from = anybody,
                             .to = anybody,
                         })
               .reason == BP_REASON_BLACKLISTED;
}

/* The first whole second from @from_s on at which @host's answer is @listed. */
static inline gint64
when(BpWorld *world, const char *host, gboolean listed, gint64 from_s)
{
    bp_world_run_until(world, from_s * BP_SECOND_US);
    while (refuses(world, host, "agis") != listed) {
        from_s++;
        bp_world_run_until(world, from_s * BP_SECOND_US);
    }
    return from_s;
}

/* Four hosts on the net, one not, which nobody can reach; all closed but for a hole that
 * v's mailer has. */
static inline BpScenario *
scanned(void)
{
    BpScenario *scenario = kit_scenario(60 * BP_DAY_US);

    for (const char *const *name = (const char *const[]){"a", "b", "v", "w", NULL};
         *name != NULL; name++)
        kit_member(scenario, *name, 0, "closed", 10000);
    bp_network_edit(scenario->network, bp_network_find(scenario->network, "v"))->holes =
        BP_HOLE_PERCENT;
    kit_link(scenario, kit_host(scenario, "away", 0, "open"),
             bp_network_find(scenario->network, "w"), "g", 10000);
    bp_network_finish(scenario->network);
    return scenario;
}

#endif
