/* cmd_relays.c - bangpath relays: who relays for strangers, and how each answers a test. */
#include "command.h"
#include "relays_table.h"

#include <bangpath/calendar.h>
#include <bangpath/scenario_file.h>
#include <bangpath/units.h>
#include <bangpath/world.h>

extern const BpCommand bp_command_relays;

typedef struct {
    char *at;
    char **settings;
    gboolean all;
    gboolean json;
} Options;

/* A scenario in which nothing happens but what the topology has. */
static BpScenario *
scenario_of_topology(const Options *options, const char *path, BpProblems *problems)
{
    BpNetwork *network = command_read_topology(path, problems);

    if (network != NULL && (options->at != NULL || options->settings != NULL)) {
        bp_problems_add(problems, NULL, 0,
                        "--at and --set: expected with a scenario; %s is a topology",
                        path);
        bp_network_free(network);
        return NULL;
    }
    if (network == NULL)
        return NULL;

    BpScenario *scenario = bp_scenario_new();

    scenario->path = g_strdup(path);
    scenario->title = g_strdup(path);
    scenario->network = network;
    return scenario;
}

/* Runs to --at; at the begin the actors are there, and nothing has happened. */
static gboolean
run_to(BpWorld *world, const char *at, BpProblems *problems)
{
    const BpScenario *scenario = bp_world_scenario(world);
    g_autoptr(GError) error = NULL;
    gint64 at_us;

    if (at == NULL) {
        bp_world_start(world);
        return TRUE;
    }
    if (!bp_parse_moment(at, scenario->begin_unix_s, &at_us, &error)) {
        bp_problems_add(problems, NULL, 0, "--at \"%s\": expected %s", at,
                        error->message);
        return FALSE;
    }
    if (at_us > scenario->length_us) {
        bp_problems_add(problems, NULL, 0,
                        "--at \"%s\": expected a time before the scenario's end", at);
        return FALSE;
    }
    bp_world_start(world);
    bp_world_run_until(world, at_us);
    return TRUE;
}

static void
print(const BpWorld *world, const Options *options, const char *path)
{
    g_autofree char *at = NULL;

    if (!options->json) {
        relays_table_print(world, options->all);
        return;
    }
    if (!command_is_topology(path))
        at = bp_format_instant(bp_world_scenario(world)->begin_unix_s +
                               bp_world_now_us(world) / BP_SECOND_US);
    relays_table_print_json(world, options->all, path, at);
}

static BpScenario *
read_input(const Options *options, const char *path, BpProblems *problems)
{
    if (command_is_topology(path))
        return scenario_of_topology(options, path, problems);
    if (!command_expect_scenario(path, problems))
        return NULL;
    return bp_scenario_read(path, options->settings, NULL, problems);
}

static int
relays(const Options *options, const char *path)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpScenario) scenario = read_input(options, path, problems);

    if (scenario == NULL)
        return command_complain_all(problems);

    g_autoptr(BpWorld) world = bp_world_new(scenario);

    if (!run_to(world, options->at, problems))
        return command_complain_all(problems);
    print(world, options, path);
    return EXIT_DONE;
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"at", 0, 0, G_OPTION_ARG_STRING, &options.at,
         "Run the scenario until then first: 'day 12 09:00' or a date", "TIME"},
        {"set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.settings,
         "Set a value in place of the file's; may be repeated", "GROUP.KEY=VALUE"},
        {"all", 'a', 0, G_OPTION_ARG_NONE, &options.all,
         "List those that refuse every stranger too", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &options.json,
         "Print one JSON object instead of the table", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(
            &bp_command_relays, entries,
            "Each host is asked by a stranger to pass on mail for another, in the "
            "classic ways: as\nhimself, posing as a user of the relay, with the null "
            "sender, and with disguised\nrecipients. 250: it relays; else why it does "
            "not. RFC 2505: what of that list it does.\n\n"
            "Exit status: 0 done, 2 bad usage or bad input.",
            &argc, &argv, 1, 1))
        status = relays(&options, argv[1]);
    g_free(options.at);
    g_strfreev(options.settings);
    return status;
}

const BpCommand bp_command_relays = {
    .name = "relays",
    .arguments = "TOPOLOGY|SCENARIO",
    .help = "The list of open relays, and how each answers a relay test",
    .run = run,
};
