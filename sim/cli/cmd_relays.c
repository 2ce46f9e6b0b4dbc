/* cmd_relays.c - bangpath relays: who relays for strangers, and how each answers a test. */
#include "command.h"

#include <bangpath/calendar.h>
#include <bangpath/choose.h>
#include <bangpath/relay_test.h>
#include <bangpath/scenario_file.h>
#include <bangpath/topology_file.h>
#include <bangpath/world.h>
#include <stdio.h>

extern const BpCommand bp_command_relays;

typedef struct {
    char *at;
    char **settings;
    gboolean all;
} Options;

static const char *
words(BpVerdict verdict)
{
    return verdict.answer == BP_ANSWER_ACCEPT ? "250 accepted"
                                              : bp_reason_words(verdict.reason);
}

/* One host; returns whether it passes on for some stranger. */
static gboolean
print_relay(const BpWorld *world, guint32 host, gboolean all)
{
    const BpNetwork *network = bp_world_network(world);
    const BpPost *post = bp_world_post(world);
    const BpHost *h = bp_network_host(network, host);
    const BpPolicy *relay = bp_policies[bp_post_relay(post, host)];
    guint32 tester = bp_relay_test_stranger(network, host, BP_NONE);
    guint32 target = bp_relay_test_stranger(network, host, tester);
    gboolean passes = bp_relay_test_passes(post, network, host);

    /* Two strangers are wanted; one will do for both. */
    if (target == BP_NONE)
        target = tester;
    if (tester == BP_NONE) {
        if (relay->accepts_all || all)
            g_print("%-16s %-16s %9u  every other host is its own\n", h->name,
                    relay->name, h->mailboxes);
        return relay->accepts_all;
    }
    if (!passes && !all)
        return FALSE;
    g_print("%-16s %-16s %9u ", h->name, relay->name, h->mailboxes);
    for (guint test = 0; test < BP_N_RELAY_TESTS; test++)
        g_print(" %-20s", words(bp_relay_test(post, host, tester, target, FALSE,
                                              (BpRelayTest)test)));
    g_print("\n");
    return passes;
}

static void
print_relays(const BpWorld *world, gboolean all)
{
    g_autoptr(GArray) hosts = bp_choose_hosts(bp_world_network(world), FALSE);
    guint n = 0;

    g_print("%-16s %-16s %9s ", "host", "relay", "mailboxes");
    for (guint test = 0; test < BP_N_RELAY_TESTS; test++)
        g_print(" %-20s", bp_relay_test_name((BpRelayTest)test));
    g_print("\n");
    for (guint i = 0; i < hosts->len; i++)
        n += print_relay(world, g_array_index(hosts, guint32, i), all) ? 1 : 0;
    g_print("%u of %u hosts pass on mail for some stranger\n", n, hosts->len);
}

/* A scenario in which nothing happens but what the topology has. */
static BpScenario *
scenario_of_topology(const Options *options, const char *path, BpProblems *problems)
{
    BpNetwork *network = bp_topology_read(path, problems);

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

/* Runs to --at, or to the begin. */
static gboolean
run_to(BpWorld *world, const char *at, BpProblems *problems)
{
    const BpScenario *scenario = bp_world_scenario(world);
    g_autoptr(GError) error = NULL;
    gint64 at_us;

    if (at == NULL)
        return TRUE;
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
    print_relays(world, options->all);
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
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(
            &bp_command_relays, entries,
            "Each host is asked by a stranger to pass on mail for another: as "
            "himself, posing as a\nuser of the relay, and with the null sender. 250 "
            "accepted: it "
            "relays; else why it does not.\n\n"
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
