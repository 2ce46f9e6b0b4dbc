/* scenario.c - settings by group: their rows, their place, their end. */
#include <bangpath/scenario.h>

#include <bangpath/actor.h>
#include <bangpath/post.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

const BpParam bp_scenario_params[] = {
    [BP_SCENARIO_TITLE] = {.name = "title",
                           .kind = BP_PARAM_TEXT,
                           .fallback = "",
                           .help =
                               "what the run shows, in a line; else the file's name"},
    [BP_SCENARIO_TOPOLOGY] = {.name = "topology",
                              .kind = BP_PARAM_TEXT,
                              .fallback = "",
                              .help = "a Graphviz file: the network"},
    [BP_SCENARIO_GENERATE] = {.name = "generate",
                              .kind = BP_PARAM_TEXT,
                              .fallback = "",
                              .help =
                                  "instead of topology, a network made by chance: "
                                  "scale-free, tree, uucp-like or internet, then its "
                                  "parameters: scale-free, hosts=1000"},
    [BP_SCENARIO_BEGIN] = {.name = "begin",
                           .kind = BP_PARAM_INSTANT,
                           .fallback = NULL,
                           .help = "when it begins, UTC: 1996-09-01"},
    [BP_SCENARIO_LENGTH] = {.name = "length",
                            .kind = BP_PARAM_DURATION,
                            .fallback = NULL,
                            .min = 1,
                            .max = 14610 * BP_DAY_US,
                            .help = "how much time is simulated: 30 d"},
    [BP_SCENARIO_WARM_UP] = {.name = "warm-up",
                             .kind = BP_PARAM_DURATION,
                             .fallback = "0 s",
                             .max = 14610 * BP_DAY_US,
                             .help = "mail written before does not count for delays"},
    [BP_SCENARIO_MAP_INTERVAL] =
        {.name = "map-interval",
         .kind = BP_PARAM_DURATION,
         .fallback = "30 d",
         .min = BP_MINUTE_US,
         .max = 14610 * BP_DAY_US,
         .help = "how often a new edition of the map comes out, from which routes are "
                 "found: until then mail runs into relays that have closed since; the "
                 "UUCP maps were posted monthly; a run has at most 127 editions, so in "
                 "a long one they are further apart"},
    [BP_SCENARIO_WARNINGS] = {.name = "warnings",
                              .kind = BP_PARAM_BOOL,
                              .fallback = "no",
                              .help =
                                  "whether a host tells the sender of mail that has "
                                  "waited there for a day, over SMTP for four hours "
                                  "(HoneyDanBer uucleanup, sendmail)"},
    [BP_SCENARIO_SCHEDULE] = {.name = "schedule",
                              .kind = BP_PARAM_TEXT,
                              .fallback = "",
                              .help =
                                  "of every link that is dialled, in place of the "
                                  "topology's: demand, poll 24 h, or windows such as "
                                  "Any2300-0800; costs and routes stay"},
    [BP_SCENARIO_SEED] = {.name = "seed",
                          .kind = BP_PARAM_WHOLE,
                          .fallback = "1",
                          .min = 0,
                          .max = (gint64)BP_SEED_MAX,
                          .help = "of every chance; the same seed, the same run"},
    [BP_SCENARIO_EXTENDS] = {.name = "extends",
                             .kind = BP_PARAM_TEXT,
                             .fallback = "",
                             .help = "another scenario file, whose settings hold where "
                                     "this one has none"},
    {.name = NULL},
};

const BpParam bp_output_params[] = {
    [BP_OUTPUT_TRACE] = {.name = "trace",
                         .kind = BP_PARAM_PORTION,
                         .fallback = "1%",
                         .help = "share of messages that are kept whole in the run "
                                 "database"},
    {.name = NULL},
};

void
bp_group_free(BpGroup *group)
{
    if (group == NULL)
        return;
    if (group->values != NULL)
        bp_values_free(group->actor->params, group->values);
    g_free(group->title);
    g_free(group->name);
    g_free(group);
}

void
bp_input_free(BpInput *input)
{
    if (input == NULL)
        return;
    g_free(input->path);
    g_free(input->sha256);
    g_free(input->text);
    g_free(input);
}

void
bp_expectation_free(BpExpectation *expectation)
{
    if (expectation == NULL)
        return;
    g_free(expectation->name);
    g_free(expectation->text);
    g_free(expectation->branch);
    g_free(expectation);
}

BpScenario *
bp_scenario_new(void)
{
    BpScenario *scenario = g_new0(BpScenario, 1);

    scenario->groups = g_ptr_array_new_with_free_func((GDestroyNotify)bp_group_free);
    scenario->branch_expectations =
        g_ptr_array_new_with_free_func((GDestroyNotify)bp_expectation_free);
    scenario->expectations =
        g_ptr_array_new_with_free_func((GDestroyNotify)bp_expectation_free);
    scenario->sweep =
        g_ptr_array_new_with_free_func((GDestroyNotify)bp_expectation_free);
    scenario->fork =
        g_ptr_array_new_with_free_func((GDestroyNotify)bp_expectation_free);
    scenario->inputs = g_ptr_array_new_with_free_func((GDestroyNotify)bp_input_free);
    return scenario;
}

void
bp_scenario_free(BpScenario *scenario)
{
    if (scenario == NULL)
        return;
    g_free(scenario->path);
    g_free(scenario->title);
    g_free(scenario->merged);
    g_ptr_array_unref(scenario->groups);
    g_ptr_array_unref(scenario->expectations);
    g_ptr_array_unref(scenario->branch_expectations);
    g_ptr_array_unref(scenario->sweep);
    g_ptr_array_unref(scenario->fork);
    g_ptr_array_unref(scenario->inputs);
    g_clear_pointer(&scenario->sections, g_ptr_array_unref);
    if (!scenario->borrows_trace)
        bp_trace_free(scenario->trace);
    if (!scenario->borrows_network)
        bp_network_free(scenario->network);
    g_free(scenario);
}
