/* cmd_relays.c - bangpath relays: who relays for strangers, and how each answers a test. */
#include "command.h"

#include <bangpath/calendar.h>
#include <bangpath/choose.h>
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

/* The tests: who the tester says he is. He and the mailbox that he asks for are strangers
 * to the relay. */
typedef enum {
    AS_HIMSELF,
    AS_ITS_USER,
    AS_NOBODY,
    N_TESTS,
} Test;

/* A host that @host neither serves nor relays for, nor anyone below it; BP_NONE if all
 * others are its own. */
static guint32
stranger_to(const BpNetwork *network, const GArray *hosts, guint32 host,
            guint32 not_this)
{
    for (guint i = 0; i < hosts->len; i++) {
        guint32 other = g_array_index(hosts, guint32, i);

        if (other != host && other != not_this &&
            !bp_network_vouches(network, host, other) &&
            !bp_network_reaches_down(network, host, other))
            return other;
    }
    return BP_NONE;
}

static BpVerdict
test_relay(const BpWorld *world, guint32 host, guint32 tester, guint32 target,
           Test test)
{
    BpAddress from[N_TESTS] = {
        [AS_HIMSELF] = {tester, 0},
        [AS_ITS_USER] = {host, 0},
        [AS_NOBODY] = {BP_NONE, 0},
    };

    return bp_post_judge(bp_world_post(world), host,
                         &(BpQuestion){
                             .peer = tester,
                             .from = from[test],
                             .to = {target, 0},
                         });
}

static const char *
words(BpVerdict verdict)
{
    return verdict.answer == BP_ANSWER_ACCEPT ? "250 accepted"
                                              : bp_reason_words(verdict.reason);
}

/* Whether the host was, or would be, listed: it passes on for some stranger. */
static gboolean
print_relay(const BpWorld *world, const GArray *hosts, guint32 host, gboolean all)
{
    const BpNetwork *network = bp_world_network(world);
    const BpHost *h = bp_network_host(network, host);
    const char *state = bp_policies[bp_post_relay(bp_world_post(world), host)]->name;
    guint32 tester = stranger_to(network, hosts, host, BP_NONE);
    guint32 target = stranger_to(network, hosts, host, tester);
    BpVerdict verdicts[N_TESTS];
    gboolean passes = FALSE;

    /* Two strangers are wanted; one will do for both. */
    if (target == BP_NONE)
        target = tester;
    if (tester == BP_NONE) {
        gboolean open =
            bp_policies[bp_post_relay(bp_world_post(world), host)]->accepts_all;

        if (open || all)
            g_print("%-16s %-16s %9u  every other host is its own\n", h->name, state,
                    h->mailboxes);
        return open;
    }
    for (guint test = 0; test < N_TESTS; test++) {
        verdicts[test] = test_relay(world, host, tester, target, (Test)test);
        passes |= verdicts[test].answer == BP_ANSWER_ACCEPT;
    }
    if (passes || all)
        g_print("%-16s %-16s %9u  %-20s %-20s %s\n", h->name, state, h->mailboxes,
                words(verdicts[AS_HIMSELF]), words(verdicts[AS_ITS_USER]),
                words(verdicts[AS_NOBODY]));
    return passes;
}

static void
print_relays(const BpWorld *world, gboolean all)
{
    g_autoptr(GArray) hosts = bp_choose_hosts(bp_world_network(world), FALSE);
    guint n = 0;

    g_print("%-16s %-16s %9s  %-20s %-20s %s\n", "host", "relay", "mailboxes",
            "stranger", "as its own user", "null sender");
    for (guint i = 0; i < hosts->len; i++)
        n += print_relay(world, hosts, g_array_index(hosts, guint32, i), all) ? 1 : 0;
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
