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

void
bp_group_complain(const BpGroup *group, guint param, BpProblems *problems,
                  const char *format, ...)
{
    const BpValue *value = &group->values[param];
    const char *key = group->actor->params[param].name;
    va_list args;

    va_start(args, format);

    g_autofree char *text = g_strdup_vprintf(format, args);

    va_end(args);
    if (value->given)
        bp_problems_add(problems, value->file, value->line, "[%s] %s = \"%s\": %s",
                        group->title, key, value->raw, text);
    else
        bp_problems_add(problems, group->file, group->line, "[%s] %s is not given: %s",
                        group->title, key, text);
}

void
bp_group_complain_whole(const BpGroup *group, BpProblems *problems, const char *format,
                        ...)
{
    va_list args;

    va_start(args, format);

    g_autofree char *text = g_strdup_vprintf(format, args);

    va_end(args);
    bp_problems_add(problems, group->file, group->line, "[%s]: %s", group->title, text);
}

void
bp_group_check_number(const BpGroup *group, const BpScenario *scenario, guint most,
                      const char *what, BpProblems *problems)
{
    guint n = 0;

    for (guint i = 0; i < scenario->groups->len; i++) {
        const BpGroup *other = g_ptr_array_index(scenario->groups, i);

        if (other->enabled && other->actor == group->actor)
            n++;
    }
    if (n > most)
        bp_group_complain_whole(group, problems, "expected at most %u %s", most, what);
}

/* `blacklist, greylist`: whose groups make guards, and how many if more than one. */
static char *
guard_makers(void)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; bp_actors[i] != NULL; i++) {
        const BpActor *actor = bp_actors[i];

        if (actor->n_guards == 1)
            g_ptr_array_add(names, g_strdup(actor->group));
        else if (actor->n_guards > 1)
            g_ptr_array_add(names, g_strdup_printf("%s (counts for %u)", actor->group,
                                                   actor->n_guards));
    }
    g_ptr_array_add(names, NULL);
    return g_strjoinv(", ", (char **)names->pdata);
}

void
bp_group_check_guards(const BpGroup *group, const BpScenario *scenario,
                      BpProblems *problems)
{
    guint n = 0;

    for (guint i = 0; i < scenario->groups->len; i++) {
        const BpGroup *other = g_ptr_array_index(scenario->groups, i);

        if (other->enabled)
            n += other->actor->n_guards;
        if (other == group)
            break;
    }
    if (n <= BP_GUARDS_MAX)
        return;

    g_autofree char *makers = guard_makers();

    bp_group_complain_whole(group, problems, "expected at most %d groups in all of: %s",
                            BP_GUARDS_MAX, makers);
}

void
bp_group_check_owners(const BpGroup *group, const BpScenario *scenario,
                      BpProblems *problems)
{
    const BpGroup *other = NULL;
    guint n = 0;

    for (guint i = 0; other != group && i < scenario->groups->len; i++) {
        other = g_ptr_array_index(scenario->groups, i);
        if (other->enabled && other->actor->n_owners != NULL)
            n += other->actor->n_owners(other);
    }
    if (n > BP_OWNERS_MAX)
        bp_group_complain_whole(group, problems,
                                "expected at most %d hosts of spammers' accounts and "
                                "relay testers in all",
                                BP_OWNERS_MAX);
}

guint32
bp_group_host(const BpGroup *group, guint param, const BpNetwork *network,
              const char *name, BpProblems *problems)
{
    guint32 host = bp_network_find(network, name);

    if (host != BP_NONE && !bp_network_host(network, host).is_net)
        return host;
    if (host != BP_NONE) {
        bp_group_complain(group, param, problems, "expected a host; %s is a net", name);
        return BP_NONE;
    }

    const char *nearest = bp_network_nearest(network, name);
    const char *const *choices = group->actor->params[param].choices;
    g_autofree char *words =
        choices != NULL ? g_strjoinv(", ", (char **)(gpointer)choices) : NULL;

    if (words != NULL) {
        bp_group_complain(group, param, problems,
                          "expected hosts of the topology, or one of: %s; there is no "
                          "\"%s\"%s%s%s",
                          words, name, nearest != NULL ? "; did you mean \"" : "",
                          nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
        return BP_NONE;
    }
    if (nearest != NULL)
        bp_group_complain(group, param, problems,
                          "expected a host of the topology; did you mean \"%s\"?",
                          nearest);
    else
        bp_group_complain(group, param, problems,
                          "expected a host of the topology; there is no \"%s\"", name);
    return BP_NONE;
}

void
bp_group_check_hosts(const BpGroup *group, guint param, const BpNetwork *network,
                     BpProblems *problems)
{
    char **names = group->values[param].names;

    for (guint i = 0; names != NULL && names[i] != NULL; i++)
        bp_group_host(group, param, network, names[i], problems);
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
