/* test_scenario.c - scenarios: groups, keys, settings, and what they extend. */
#include "scenario_scan.h"

#include <bangpath/actor.h>
#include <bangpath/scenario_file.h>
#include <bangpath/units.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Files in a directory of their own, which is the current one meanwhile. */
typedef struct {
    char *directory; /* owned */
    char *before;    /* owned */
} Fixture;

/* Nothing that must outlive a power cut: not g_file_set_contents(), which waits. */
static void
write_file(const char *name, const char *text, gssize n)
{
    gsize size = n < 0 ? strlen(text) : (gsize)n;
    FILE *out = g_fopen(name, "w");

    g_assert_nonnull(out);
    g_assert_cmpuint(fwrite(text, 1, size, out), ==, size);
    g_assert_cmpint(fclose(out), ==, 0);
}

static void
set_up(Fixture *f, gconstpointer unused)
{
    (void)unused;
    f->before = g_get_current_dir();
    f->directory = g_dir_make_tmp("bangpath-XXXXXX", NULL);
    g_assert_cmpint(g_chdir(f->directory), ==, 0);
    g_mkdir("maps", 0700);
    write_file("maps/four.gv",
               "graph { net=internet; node [mailboxes=5]; edge [line=t1]\n"
               " net [kind=net]; net -- {a b c d} }",
               -1);
    write_file("mail.csv", "time,from,to,bytes\n1,a!u1,u2@b,100\n", -1);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
    static const char *const names[] = {"maps/four.gv", "mail.csv",
                                        "a.scenario",   "maps/base.scenario",
                                        "b.scenario",   "maps"};

    (void)unused;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        g_remove(names[i]);
    g_assert_cmpint(g_chdir(f->before), ==, 0);
    g_assert_cmpint(g_rmdir(f->directory), ==, 0);
    g_free(f->directory);
    g_free(f->before);
}

static BpScenario *
read_with(const char *path, char **settings, const gint64 *seed, char **message)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) error = NULL;
    BpScenario *scenario = bp_scenario_read(path, settings, seed, problems);

    g_assert_true((scenario != NULL) == bp_problems_to_error(problems, &error));
    if (message)
        *message = error ? g_strdup(error->message) : NULL;
    return scenario;
}

static BpScenario *
read_good(const char *path, char **settings)
{
    g_autofree char *message = NULL;
    BpScenario *scenario = read_with(path, settings, NULL, &message);

    g_assert_cmpstr(message, ==, NULL);
    return scenario;
}

static char *
read_bad(const char *path, char **settings)
{
    char *message = NULL;

    g_assert_null(read_with(path, settings, NULL, &message));
    return message;
}

#define HEAD                              \
    "[scenario]\n"                        \
    "topology = maps/four.gv ; the map\n" \
    "begin = 1996-09-01\n"                \
    "length = 30 d\n"

static const char full[] = HEAD "title = A run; of spam # here\r\n"
                                "warm-up = 3 d\n"
                                "seed = 9007199254740991\n"
                                "\n"
                                "[mail]\n"
                                "rate = 5 / mailbox / d\n"
                                "\t[ spammer   cyber ]  # him\n"
                                "host = a\n"
                                "targets = all\n"
                                "line = v34\n"
                                "start = day 4 09:00\n"
                                "bcc = 100\n"
                                "relays = b, c\n"
                                "[output]\n"
                                "trace = all\n"
                                "[sweep]\n"
                                "closure.share = 0%, 10% .. 100%\n"
                                "[expect]\n"
                                "1 = spam.reach < 5%\n";

static void
write_full(void)
{
    write_file("a.scenario", full, -1);
}

/* All that stands in a scenario, and what it leaves to the defaults. */
static void
test_full(Fixture *f, gconstpointer unused)
{
    g_autoptr(BpScenario) scenario = NULL;
    const BpGroup *group;

    (void)f;
    (void)unused;
    write_full();
    scenario = read_good("a.scenario", NULL);
    g_assert_cmpstr(scenario->title, ==, "A run; of spam");
    g_assert_cmpint(scenario->begin_unix_s, ==, G_GINT64_CONSTANT(9740) * 86400);
    g_assert_cmpint(scenario->length_us, ==, 30 * BP_DAY_US);
    g_assert_cmpint(scenario->warm_up_us, ==, 3 * BP_DAY_US);
    g_assert_cmpuint(scenario->seed, ==, G_GUINT64_CONSTANT(9007199254740991));
    g_assert_cmpint(scenario->trace_ppm, ==, BP_PPM);
    g_assert_cmpuint(bp_network_n_hosts(scenario->network), ==, 4);
    g_assert_cmpuint(scenario->groups->len, ==, 2);
    group = scenario->groups->pdata[1];
    g_assert_cmpstr(group->title, ==, "spammer cyber");
    g_assert_cmpstr(group->name, ==, "cyber");
    g_assert_true(group->enabled);
    g_assert_cmpuint(scenario->inputs->len, ==, 2);
    g_assert_cmpstr(((BpInput *)scenario->inputs->pdata[0])->path, ==, "a.scenario");
    g_assert_cmpstr(((BpInput *)scenario->inputs->pdata[1])->path, ==, "maps/four.gv");
    g_assert_cmpuint(strlen(((BpInput *)scenario->inputs->pdata[1])->sha256), ==, 64);
    g_assert_nonnull(strstr(((BpInput *)scenario->inputs->pdata[0])->text, "# him"));
}

/* The merged text is a scenario that comes to the same, and merges to itself. */
static void
test_merged(Fixture *f, gconstpointer unused)
{
    char *settings[] = {"spammer cyber.bcc=7", "scenario.seed=5",
                        "blacklist rbl.subscribers=all", "expect.2=1 < 2", NULL};
    g_autoptr(BpScenario) scenario = NULL;
    g_autoptr(BpScenario) again = NULL;

    (void)f;
    (void)unused;
    write_file(
        "maps/base.scenario",
        "[scenario]\ntopology=four.gv\nbegin=1996-09-01\nlength=2 d\n"
        "[sweep]\nx.y=1\n[mail]\nfrom-file=../mail.csv\n[spammer cyber]\nhost=a\n"
        "targets=all\nrelays=b\nline=v34\nstart=day 1\n",
        -1);
    write_file("a.scenario",
               "[scenario]\nextends=maps/base.scenario\nlength=3 d\n[expect]\n1=a<b\n",
               -1);
    scenario = read_good("a.scenario", settings);
    g_assert_cmpint(scenario->length_us, ==, 3 * BP_DAY_US);
    g_assert_nonnull(scenario->trace);
    g_assert_cmpuint(bp_trace_count(scenario->trace), ==, 1);
    g_assert_cmpuint(scenario->inputs->len, ==, 4);
    g_assert_null(strstr(scenario->merged, "extends"));
    g_assert_null(strstr(scenario->merged, "sweep"));
    g_assert_nonnull(strstr(scenario->merged, "topology = maps/four.gv\n"));
    g_assert_nonnull(strstr(scenario->merged, "from-file = maps/../mail.csv\n"));
    g_assert_nonnull(strstr(scenario->merged, "bcc = 7\n"));
    g_assert_nonnull(strstr(scenario->merged, "[expect]\n1 = a<b\n2 = 1 < 2\n"));
    write_file("b.scenario", scenario->merged, -1);
    again = read_good("b.scenario", NULL);
    g_assert_cmpstr(again->merged, ==, scenario->merged);
}

/* What the command line says goes before the file. */
static void
test_settings(Fixture *f, gconstpointer unused)
{
    static const struct {
        const char *setting;
        const char *message;
    } bad[] = {
        {"bcc", "--set bcc: expected GROUP.KEY=VALUE"},
        {"bcc=3", "--set bcc=3: expected GROUP.KEY=VALUE"},
        {".bcc=3", "--set .bcc=3: expected GROUP.KEY=VALUE"},
        {"spammer cyber.=3", "--set spammer cyber.=3: expected GROUP.KEY=VALUE"},
        {"spammer cyber.bcc=many", "--set spammer cyber.bcc=many: [spammer cyber] bcc "
                                   "= \"many\": expected a whole "
                                   "number from 1 to 1000000"},
        {"scenario.extends=b",
         "--set scenario.extends=b: expected extends in the scenario file itself"},
        {"mial.rate=3",
         "--set mial.rate=3: unknown group [mial]; did you mean [mail]?"},
        {"mail.rat=3",
         "--set mail.rat=3: [mail] unknown key \"rat\"; did you mean \"rate\"?"},
    };
    char *settings[] = {"scenario.length=4 d", "scenario.length=5 d", "mail.enabled=no",
                        NULL};
    const gint64 seed = 77, negative = -1;
    g_autoptr(BpScenario) scenario = NULL;
    g_autofree char *message = NULL;

    (void)f;
    (void)unused;
    write_full();
    scenario = read_with("a.scenario", settings, &seed, NULL);
    g_assert_nonnull(scenario);
    g_assert_cmpint(scenario->length_us, ==, 5 * BP_DAY_US);
    g_assert_cmpuint(scenario->seed, ==, 77);
    g_assert_false(((BpGroup *)scenario->groups->pdata[0])->enabled);
    g_assert_null(read_with("a.scenario", NULL, &negative, &message));
    g_assert_true(g_str_has_prefix(message, "--seed -1: [scenario] seed = \"-1\": "));
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        char *one[] = {(char *)(gpointer)bad[i].setting, NULL};
        g_autofree char *text = read_bad("a.scenario", one);

        g_assert_cmpstr(text, ==, bad[i].message);
    }
}

static const struct {
    const char *text;
    const char *message; /* all of it, or what it holds where it begins with * */
} mistakes[] = {
    {"",
     "a.scenario: no group [scenario]: expected one with begin, length, and topology "
     "or generate, as 'bangpath new' prints it"},
    {HEAD "[spammer cyber]\nhost=a\ntargets=all\nrelays=b\nline=v34\nstart=day 1\n\n"
          "bcc = many ; x\n",
     "a.scenario:12: [spammer cyber] bcc = \"many\": expected a whole number from 1 to "
     "1000000"},
    {"x = 1\n" HEAD,
     "a.scenario:1: x = 1: expected a group such as [scenario] before the "
     "first key"},
    {HEAD "foo\n", "a.scenario:5: foo: expected key = value"},
    {HEAD "= foo\n", "a.scenario:5: [scenario] : expected key = value"},
    {HEAD "[mail\n", "a.scenario:5: [mail: expected a group such as [mail]"},
    {HEAD "[ ]\n", "*a.scenario:5: "},
    {HEAD "begin = 1997-01-01\n",
     "a.scenario:5: [scenario] begin is given twice, first in line 3"},
    {HEAD "[scenario]\n", "a.scenario:5: [scenario] stands twice, first in line 1"},
    {HEAD "[spammer  x]\n[spammer x]\n",
     "*a.scenario:6: [spammer x] stands twice, first in line 5"},
    {HEAD "[mail x]\nrate = 0 / mailbox / d\n",
     "a.scenario:5: [mail x]: expected [mail], of which there is only one"},
    {HEAD "[scenario x]\n", "*a.scenario:5: unknown group [scenario x]"},
    {HEAD "[spamer y]\n",
     "a.scenario:5: unknown group [spamer y]; did you mean [spammer]?"},
    {HEAD "[mail]\nrate = 0 / mailbox / d\nenabld = no\n",
     "a.scenario:7: [mail] unknown key \"enabld\"; did you mean \"enabled\"?"},
    {HEAD "[mail]\nrate = 0 / mailbox / d\nenabled = maybe\n",
     "a.scenario:7: [mail] enabled = \"maybe\": expected yes or no"},
    {HEAD "sead = 1\n",
     "a.scenario:5: [scenario] unknown key \"sead\"; did you mean \"seed\"?"},
    {HEAD "seed = 9007199254740992\n",
     "*[scenario] seed = \"9007199254740992\": expected"},
    {HEAD "warm-up = 30 d\n",
     "a.scenario:5: [scenario] warm-up = \"30 d\": expected less than the scenario's "
     "length"},
    {HEAD "generate = scale-free, hosts=10\n",
     "a.scenario:5: [scenario] generate = \"scale-free, hosts=10\": expected only one "
     "of "
     "topology and generate"},
    {"[scenario]\nbegin = 1996-09-01\nlength = 1 d\n",
     "*a.scenario:1: [scenario] topology is missing: expected a Graphviz file"},
    {"[scenario]\nbegin = 1996-09-01\nlength = 14611 d\ngenerate = scale-free, "
     "hosts=9\n",
     "*[scenario] length = \"14611 d\": expected"},
    {"[scenario]\nbegin = 1996-09-01\nlength = 1 d\ngenerate = scale-free, hosts=1\n",
     "*[scenario] generate = \"scale-free, hosts=1\": expected hosts= a whole number"},
    {"[scenario]\ntopology = b.gv\nbegin = 1996-09-01\nlength = 1 d\n",
     "a.scenario:2: topology = \"b.gv\": b.gv: cannot be read: No such file or "
     "directory"},
    {"[scenario]\ntopology = .\nbegin = 1996-09-01\nlength = 1 d\n",
     "*cannot be read: Is a directory"},
    {"[scenario]\ntopology = a.scenario\nbegin = 1996-09-01\nlength = 1 d\n",
     "a.scenario:1: expected graph { a -- b }"},
    {HEAD "extends = a.scenario\n",
     "a.scenario:5: [scenario] extends = \"a.scenario\": it extends this file in turn"},
    {HEAD "extends = none.scenario\n", "*none.scenario: cannot be read: "},
    {HEAD "extends =\n", "*expected the path of a scenario file"},
    {HEAD "[mail]\nfrom-file = nothing.csv\n", "*nothing.csv: cannot be read: "},
    {HEAD "[mail]\nfrom-file = maps/four.gv\n",
     "maps/four.gv:1: expected the first line to be time,from,to,bytes, or "
     "time,from,to,bytes,flavour"},
    {HEAD "[output]\ntrace = 5\n", "*[output] trace = \"5\": expected a share"},
    {HEAD "title = \xff\n", "a.scenario:5: text that is not UTF-8"},
    {HEAD "[sweep x]\n", "*unknown group [sweep x]"},
};

static void
test_mistakes(Fixture *f, gconstpointer unused)
{
    (void)f;
    (void)unused;
    for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        const char *expected = mistakes[i].message;
        g_autofree char *message = NULL;

        write_file("a.scenario", mistakes[i].text, -1);
        message = read_bad("a.scenario", NULL);
        if (*expected != '*')
            g_assert_cmpstr(message, ==, expected);
        else if (!strstr(message, expected + 1))
            g_error("%s: %s, not %s", mistakes[i].text, message, expected + 1);
    }
}

/* No file, one that is too large, one that is not text. */
static void
test_no_text(Fixture *f, gconstpointer unused)
{
    g_autofree char *none = read_bad("none.scenario", NULL), *nul = NULL, *large = NULL;
    g_autofree char *directory = read_bad(".", NULL);
    g_autofree char *much = g_malloc0(BP_SCENARIO_MAX_BYTES + 1);

    (void)f;
    (void)unused;
    g_assert_cmpstr(none, ==,
                    "none.scenario: cannot be read: No such file or directory");
    g_assert_cmpstr(directory, ==, ".: cannot be read: Is a directory");
    write_file("a.scenario", "a\0b", 3);
    nul = read_bad("a.scenario", NULL);
    g_assert_cmpstr(nul, ==, "a.scenario:1: a NUL byte: this is no text file");
    memset(much, '\n', BP_SCENARIO_MAX_BYTES + 1);
    write_file("a.scenario", much, BP_SCENARIO_MAX_BYTES + 1);
    large = read_bad("a.scenario", NULL);
    g_assert_cmpstr(large, ==, "a.scenario: more than 16 MiB: this is no scenario");
}

/* A generated network in place of a file. */
static void
test_generated(Fixture *f, gconstpointer unused)
{
    g_autoptr(BpScenario) scenario = NULL;

    (void)f;
    (void)unused;
    write_file("a.scenario",
               "\xEF\xBB\xBF[scenario]\nbegin = 1996-09-01\nlength = 14610 d\n"
               "generate = scale-free, hosts=100, mailboxes=2",
               -1);
    scenario = read_good("a.scenario", NULL);
    g_assert_cmpuint(bp_network_n_mailboxes(scenario->network), ==, 200);
    g_assert_cmpuint(scenario->seed, ==, 1);
    g_assert_cmpstr(scenario->title, ==, "a.scenario");
    g_assert_cmpuint(scenario->inputs->len, ==, 1);
}

/* Cut anywhere, or with another byte anywhere: no crash. */
static void
test_cut(Fixture *f, gconstpointer unused)
{
    const char *text = full;
    gsize n = strlen(full);

    (void)f;
    (void)unused;
    for (gsize i = 0; i < n; i++) {
        g_autofree char *copy = g_memdup2(text, n);

        write_file("a.scenario", copy, (gssize)i);
        bp_scenario_free(read_with("a.scenario", NULL, NULL, NULL));
        copy[i] = "\0\xff[]=;#\n,."[i % 10];
        write_file("a.scenario", copy, (gssize)n);
        bp_scenario_free(read_with("a.scenario", NULL, NULL, NULL));
    }
}

#define ADD(path, function) g_test_add(path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("/scenario/full", test_full);
    ADD("/scenario/merged", test_merged);
    ADD("/scenario/settings", test_settings);
    ADD("/scenario/mistakes", test_mistakes);
    ADD("/scenario/no-text", test_no_text);
    ADD("/scenario/generated", test_generated);
    ADD("/scenario/cut", test_cut);
    return g_test_run();
}
