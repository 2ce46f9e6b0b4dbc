/* cmd_compare.c - bangpath compare: runs and sweeps side by side. */
#include "command.h"

#include <bangpath/compare.h>
#include <stdio.h>

extern const BpCommand bp_command_compare;

/* What most comparisons are about; CSV and JSON have all. */
static const char *const usual[] = {
    "spam.reach",          "spam.amplification", "ham.delivered",
    "ham.collateral",      "ham.delay_s.p50",    "worm.infected",
    "bounces.backscatter", "relays.open_at_end", "hops",
    "cost.spammers",       "cost.others",        NULL,
};

#define MAX_FILES 26 /* they are called A to Z */

typedef struct {
    char **measures;
    gboolean all;
    gboolean json;
    gboolean csv;
} Options;

static GPtrArray *
open_all(char **paths, GError **error)
{
    g_autoptr(GPtrArray) files =
        g_ptr_array_new_with_free_func((GDestroyNotify)bp_results_free);

    for (; *paths != NULL; paths++) {
        BpResults *results = bp_results_open(*paths, error);

        if (results == NULL)
            return NULL;
        g_ptr_array_add(files, results);
    }
    return g_steal_pointer(&files);
}

/* A measure that no file has is most likely a slip. */
static gboolean
check_measures(const Options *options, const GPtrArray *files)
{
    g_autoptr(GPtrArray) rows = bp_compare(files, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add(names, ((BpCompareRow *)rows->pdata[i])->measure);
    g_ptr_array_add(names, NULL);
    for (char **name = options->measures; *name != NULL; name++) {
        const char *const *known = (const char *const *)names->pdata;
        const char *nearest = bp_nearest(*name, known);

        if (g_strv_contains(known, *name))
            continue;
        g_printerr("bangpath: --measure \"%s\": no file has it%s%s%s\n", *name,
                   nearest != NULL ? "; did you mean \"" : "",
                   nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
        return FALSE;
    }
    return TRUE;
}

static int
compare(const Options *options, char **paths)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) files = open_all(paths, &error);
    g_autoptr(GPtrArray) rows = NULL;
    g_autofree char *text = NULL;
    gboolean all = options->all || options->json || options->csv;

    if (files == NULL)
        return command_complain(error);
    if (options->measures != NULL && !check_measures(options, files))
        return EXIT_BAD_USAGE;
    rows = bp_compare(files, options->measures != NULL
                                 ? (const char *const *)options->measures
                             : all ? NULL
                                   : usual);
    text = options->json  ? bp_compare_json(files, rows)
           : options->csv ? bp_compare_csv(files, rows)
                          : bp_compare_text(files, rows);
    fputs(text, stdout);
    return EXIT_DONE;
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"measure", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.measures,
         "Compare this one, such as spam.reach; may be repeated", "NAME"},
        {"all", 0, 0, G_OPTION_ARG_NONE, &options.all, "Compare every measure", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &options.json,
         "Print JSON in place of the table", NULL},
        {"csv", 0, 0, G_OPTION_ARG_NONE, &options.csv,
         "Print CSV in place of the table", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(
            &bp_command_compare, entries,
            "Each is a run (bangpath run -o) or the results of a sweep (bangpath sweep "
            "-o). All are\ncompared with the first one, A, point by point. Where both "
            "have runs of the same seeds, the\ndifference is taken run by run: all "
            "other "
            "chance is the same in both.\n\n"
            "Examples:\n"
            "  bangpath compare with.db without.db\n"
            "  bangpath compare random.db busiest.db --measure spam.reach --csv\n\n"
            "Exit status: 0 done, 2 bad usage or bad input.",
            &argc, &argv, 2, MAX_FILES)) {
        if (options.json && options.csv)
            g_printerr("bangpath compare: expected one of --csv and --json\n");
        else
            status = compare(&options, argv + 1);
    }
    g_strfreev(options.measures);
    return status;
}

const BpCommand bp_command_compare = {
    .name = "compare",
    .arguments = "A.db B.db...",
    .help = "Runs or sweeps side by side, with confidence intervals",
    .run = run,
};
