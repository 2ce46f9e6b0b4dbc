/* scenario_kit.h - scenarios by hand: a network, groups as a file would have them, a
 * world.
 *
 * Hosts on the net have SMTP lines of 10,000 bps without latency, and send one letter after
 * the other. A spammer's own line
 * `lan` adds 1 ms each way: with seven round trips a letter of 1,000 bytes for one
 * recipient takes 0.290 + 1.000 + 0.014 = 1.304 s.
 */
#ifndef BP_TEST_SCENARIO_KIT_H
#define BP_TEST_SCENARIO_KIT_H

#include "../protocol/terse_smtp.h"
#include <bangpath/actor.h>
#include <bangpath/policy.h>
#include <bangpath/random.h>
#include <bangpath/scenario.h>
#include <bangpath/units.h>
#include <bangpath/world.h>
#include <string.h>

#ifdef BP_TEST_TERSE_SMTP
/* In the place of bp_protocol_find(), where a program is linked so (tests/meson.build): an
 * actor's own line has SMTP without replies as well. */
const BpProtocol *__wrap_bp_protocol_find(const char *name);

const BpProtocol *
__wrap_bp_protocol_find(const char *name)
{
    return terse_protocol_find(name);
}
#endif

/* 1 September 1996 was a Sunday. */
static inline BpScenario *
kit_scenario(gint64 length_us)
{
    BpScenario *scenario = bp_scenario_new();

    scenario->title = g_strdup("a test");
    scenario->begin_unix_s = 841536000;
    scenario->length_us = length_us;
    scenario->seed = 1;
    scenario->trace_ppm = BP_PPM;
    scenario->network = bp_network_new();
    bp_network_edit(scenario->network, bp_network_node(scenario->network, "net", NULL))
        ->is_net = TRUE;
    return scenario;
}

static inline guint32
kit_host(BpScenario *scenario, const char *name, guint32 mailboxes, const char *relay)
{
    guint32 host = bp_network_node(scenario->network, name, NULL);
    BpHost *edit = bp_network_edit(scenario->network, host);

    edit->mailboxes = mailboxes;
    edit->relay = (guint8)bp_policy_index(bp_policy_find(relay));
    bp_network_set_connections(scenario->network, host, 1, BP_CONNECTIONS_IN);
    return host;
}

static inline void
kit_link(BpScenario *scenario, guint32 a, guint32 b, const char *protocol, gint64 bps)
{
    BpLine line =
        bp_line_from_profile(bp_line_profile_find("lan"), bp_protocol_find(protocol));

    line.view = (BpLineView){.bps = bps};
    bp_network_add_link(scenario->network, a, b,
                        bp_network_add_line(scenario->network, &line), 100, 100);
}

/* A host on the net, with a line of @bps. */
static inline guint32
kit_member(BpScenario *scenario, const char *name, guint32 mailboxes, const char *relay,
           gint64 bps)
{
    guint32 host = kit_host(scenario, name, mailboxes, relay);

    kit_link(scenario, host, bp_network_find(scenario->network, "net"), "smtp", bps);
    return host;
}

/* KEY = TEXT. */
static inline void
kit_set(BpGroup *group, gint64 begin_unix_s, const char *key, const char *text)
{
    int row = bp_param_find(group->actor->params, key);
    GError *error = NULL;

    g_assert_cmpint(row, >=, 0);
    bp_value_clear(&group->values[row]);
    bp_param_parse(&group->actor->params[row], text, begin_unix_s, &group->values[row],
                   &error);
    g_assert_no_error(error);
    group->values[row].given = TRUE;
    group->values[row].raw = g_strdup(text);
    group->values[row].file = "t.scenario";
    group->values[row].line = 7;
}

/* [TITLE] with keys and values after it, NULL at the end. */
static inline BpGroup *
kit_group(BpScenario *scenario, const char *title, ...)
{
    BpGroup *group = g_new0(BpGroup, 1);
    g_auto(GStrv) words = g_strsplit(title, " ", 2);
    va_list args;

    group->actor = bp_actor_find(words[0]);
    group->title = g_strdup(title);
    group->name = g_strdup(words[1] == NULL ? "" : words[1]);
    group->enabled = TRUE;
    group->values = bp_param_defaults(group->actor->params, scenario->begin_unix_s);
    va_start(args, title);
    for (const char *key = va_arg(args, const char *); key != NULL;
         key = va_arg(args, const char *))
        kit_set(group, scenario->begin_unix_s, key, va_arg(args, const char *));
    va_end(args);
    g_ptr_array_add(scenario->groups, group);
    return group;
}

/* (transfer full): what the actors find wrong; "" if nothing. */
static inline char *
kit_problems(const BpScenario *scenario)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) error = NULL;

    bp_world_check(scenario, problems);
    if (bp_problems_to_error(problems, &error))
        return g_strdup("");
    return g_strdup(error->message);
}

/* A world that has not started; the network must be finished. */
static inline BpWorld *
kit_world(const BpScenario *scenario)
{
    g_autofree char *problems = kit_problems(scenario);

    g_assert_cmpstr(problems, ==, "");
    return bp_world_new(scenario);
}

static inline void
kit_run(BpWorld *world, gint64 until_us)
{
    GError *error = NULL;

    bp_world_run_until(world, until_us);
    bp_post_check(bp_world_post(world), &error);
    g_assert_no_error(error);
}

static inline const BpBooks *
kit_books(const BpWorld *world)
{
    return bp_post_books(bp_world_post(world));
}

static inline guint32
kit_find(const BpWorld *world, const char *name)
{
    return bp_network_find(bp_world_network(world), name);
}

#endif
