/* cmd_import.c - bangpath import: a topology out of maps, nodelists and tables. */
#include "command.h"

#include <bangpath/import.h>
#include <bangpath/topology_file.h>
#include <bangpath/units.h>
#include <string.h>

extern const BpCommand bp_command_import;

typedef struct {
    char *output;
    char **gateways;
    char *year;
    char *mailboxes;
    gboolean force;
    gboolean quiet;
} Options;

static void
clear_options(Options *options)
{
    g_free(options->output);
    g_strfreev(options->gateways);
    g_free(options->year);
    g_free(options->mailboxes);
}

/* ---- arguments ---- */

static void
clear_part(gpointer data)
{
    BpImportPart *part = data;

    g_ptr_array_unref(part->paths);
}

static BpImportPart *
find_part(GArray *parts, const BpImport *import)
{
    for (guint i = 0; i < parts->len; i++)
        if (g_array_index(parts, BpImportPart, i).import == import)
            return &g_array_index(parts, BpImportPart, i);
    g_array_set_size(parts, parts->len + 1);

    BpImportPart *fresh = &g_array_index(parts, BpImportPart, parts->len - 1);

    *fresh = (BpImportPart){.import = import,
                            .paths = g_ptr_array_new_with_free_func(g_free)};
    return fresh;
}

static char *
list_kinds(void)
{
    GString *names = g_string_new(NULL);

    for (guint i = 0; bp_imports[i]; i++)
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", bp_imports[i]->name);
    return g_string_free(names, FALSE);
}

static gboolean
refuse_kind(const char *word, GError **error)
{
    g_autofree char *kinds = list_kinds();
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    const char *nearest;

    for (guint i = 0; bp_imports[i]; i++)
        g_ptr_array_add(names, (gpointer)bp_imports[i]->name);
    g_ptr_array_add(names, NULL);
    nearest = bp_nearest(word, (const char *const *)names->pdata);
    g_set_error(
        error, BP_ERROR, BP_ERROR_UNKNOWN,
        "\"%s\" is no kind of network: expected one of %s before its files%s%s%s", word,
        kinds, nearest ? "; did you mean \"" : "", nearest ? nearest : "",
        nearest ? "\"?" : "");
    return FALSE;
}

/* `fidonet LIST DIFF bitnet LINKS SITES`: a file that is called as a kind is ./fidonet. */
static gboolean
sort_arguments(char **words, GArray *parts, GError **error)
{
    BpImportPart *part = NULL;

    for (guint i = 0; words[i]; i++) {
        const BpImport *import = bp_import_find(words[i]);

        if (import)
            part = find_part(parts, import);
        else if (!part)
            return refuse_kind(words[i], error);
        else
            g_ptr_array_add(part->paths, g_strdup(words[i]));
    }
    for (guint i = 0; i < parts->len; i++) {
        const BpImportPart *empty = &g_array_index(parts, BpImportPart, i);

        if (empty->paths->len > 0)
            continue;
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE, "%s: expected files after it: %s",
                    empty->import->name, empty->import->help);
        return FALSE;
    }
    return TRUE;
}

static gboolean
read_number(const char *option, const char *text, gint64 min, gint64 max,
            gint64 *number, GError **error)
{
    if (!text || bp_parse_whole(text, min, max, number, error))
        return TRUE;
    g_prefix_error(error, "--%s \"%s\": expected ", option, text);
    return FALSE;
}

static gboolean
read_options(const Options *options, BpImportOptions *import_options, GError **error)
{
    gint64 year = 0, mailboxes = 0;

    if (!options->output) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "expected -o TOPOLOGY.gv: where to write it");
        return FALSE;
    }
    if (!read_number("year", options->year, 1970, 2010, &year, error) ||
        !read_number("mailboxes", options->mailboxes, 1, 16777216, &mailboxes, error))
        return FALSE;
    import_options->year = (int)year;
    import_options->mailboxes = (guint32)mailboxes;
    return TRUE;
}

static gboolean
check_inputs(const GArray *parts, GError **error)
{
    for (guint i = 0; i < parts->len; i++) {
        const BpImportPart *part = &g_array_index(parts, BpImportPart, i);

        for (guint k = 0; k < part->paths->len; k++)
            if (!command_expect_source(part->paths->pdata[k], part->import->help,
                                       error))
                return FALSE;
    }
    return TRUE;
}

static gboolean
check_output(const Options *options, const GArray *parts, GError **error)
{
    if (!command_check_output(options->output, options->force, error))
        return FALSE;
    for (guint i = 0; i < parts->len; i++) {
        const GPtrArray *paths = g_array_index(parts, BpImportPart, i).paths;

        for (guint k = 0; k < paths->len; k++)
            if (!command_spare_input(options->output, paths->pdata[k], error))
                return FALSE;
    }
    return TRUE;
}

/* ---- the import ---- */

static void
tell(const BpImported *imported, const char *output)
{
    if (imported->notes[0])
        g_printerr("%s\n", imported->notes);
    g_printerr("%s%s: %u hosts, %u links\n", imported->summary, output,
               bp_network_n_hosts(imported->network),
               bp_network_n_links(imported->network));
}

static int
import_parts(const Options *options, const GArray *parts,
             const BpImportOptions *import_options, GError **error)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpImported) imported = bp_import(
        (const BpImportPart *)(gconstpointer)parts->data, parts->len,
        (const char *const *)(gpointer)options->gateways, import_options, problems);

    if (!imported)
        return command_complain_all(problems);
    if (!bp_topology_write(imported->network, imported->comment, options->output,
                           error))
        return command_complain(*error);
    if (!options->quiet)
        tell(imported, options->output);
    return EXIT_DONE;
}

static int
import_words(const Options *options, char **words)
{
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(BpImportPart));
    g_autoptr(GError) error = NULL;
    BpImportOptions import_options = {0};

    g_array_set_clear_func(parts, clear_part);
    if (!sort_arguments(words, parts, &error) ||
        !read_options(options, &import_options, &error) ||
        !check_output(options, parts, &error) || !check_inputs(parts, &error))
        return command_complain(error);
    return import_parts(options, parts, &import_options, &error);
}

static char *
describe(void)
{
    GString *text = g_string_new("Kinds:\n");

    for (guint i = 0; bp_imports[i]; i++)
        g_string_append_printf(text, "  %-8s %s\n", bp_imports[i]->name,
                               bp_imports[i]->help);
    g_string_append(
        text,
        "\nExamples:\n"
        "  bangpath import fidonet NODELIST.362 NODEDIFF.003 -o fidonet.gv\n"
        "  bangpath import bitnet links.csv sites.csv --year 1988 -o bitnet.gv\n"
        "  bangpath import fidonet NODELIST.362 bitnet links.csv --gateway "
        "1:107/100=PUCC -o both.gv\n\n"
        "What is skipped, and how much, is said on standard error.\n\n"
        "Exit status: 0 done, 1 the topology could not be written, 2 bad usage or "
        "bad input.");
    return g_string_free(text, FALSE);
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    g_autofree char *description = describe();
    const GOptionEntry entries[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "Write the topology to FILE", "FILE"},
        {"gateway", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.gateways,
         "Hosts of two networks are one machine; A+B: two, joined by a LAN", "A=B"},
        {"year", 0, 0, G_OPTION_ARG_STRING, &options.year,
         "As it stood then, where the files have years", "YEAR"},
        {"mailboxes", 0, 0, G_OPTION_ARG_STRING, &options.mailboxes,
         "Of each host; else the kind's guess", "N"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &options.force,
         "Replace FILE if it is there", NULL},
        {"quiet", 0, 0, G_OPTION_ARG_NONE, &options.quiet,
         "Say nothing of what was skipped", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(&bp_command_import, entries, description, &argc, &argv, 1, -1))
        status = import_words(&options, argv + 1);
    clear_options(&options);
    return status;
}

const BpCommand bp_command_import = {
    .name = "import",
    .arguments = "KIND FILE...",
    .help = "Make a topology of maps, nodelists and tables",
    .run = run,
};
