/* cmd_export.c - bangpath export: networks as GraphML, tables as CSV or JSON. */
#include "command.h"

#include <bangpath/graphml.h>
#include <bangpath/part.h>
#include <bangpath/policy.h>
#include <bangpath/query.h>
#include <bangpath/sweep_db.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

extern const BpCommand bp_command_export;

typedef struct {
    char *format;
    char *output;
    gboolean bare;
    gboolean force;
} Options;

static const char *const formats[] = {"graphml", "csv", "json", NULL};

/* ---- GraphML ---- */

static GBytes *
graph_of_topology(const char *path, GError **error)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpNetwork) network = command_read_topology(path, problems);
    g_autoptr(GPtrArray) relay_names = g_ptr_array_new();

    if (network == NULL) {
        bp_problems_to_error(problems, error);
        return NULL;
    }
    for (guint i = 0; bp_policies[i] != NULL; i++)
        g_ptr_array_add(relay_names, (gpointer)bp_policies[i]->name);
    return bp_graphml_from_network(network, path,
                                   (const char *const *)relay_names->pdata);
}

static GBytes *
graph_of(const char *path, GError **error)
{
    g_autoptr(BpRunDb) run = NULL;

    if (command_is_topology(path))
        return graph_of_topology(path, error);
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR) && bp_sweep_db_is(path)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s: is a sweep, which has no network: expected a table, such as "
                    "totals",
                    path);
        return NULL;
    }
    run = bp_run_db_open(path, error);
    return run != NULL ? bp_graphml_from_run(run) : NULL;
}

static gboolean
export_graph(const Options *options, const char *path, GError **error)
{
    g_autoptr(GBytes) graph = graph_of(path, error);

    return graph != NULL &&
           bp_graphml_write(graph, options->output, options->force, error);
}

/* ---- tables ---- */

static void
print(gpointer data, const char *text)
{
    fputs(text, data);
}

/* Tables may be large: row by row. */
static gboolean
export_rows(const Options *options, const char *path, const char *sql,
            const BpQueryOptions *query, GError **error)
{
    FILE *part = bp_part_open(options->output, error);
    gboolean good;

    if (part == NULL)
        return FALSE;
    good = bp_query_run(path, sql, query, print, part, error);
    return bp_part_close(options->output, part, good, error);
}

static gboolean
export_table(const Options *options, const char *path, const char *table,
             BpQueryFormat format, GError **error)
{
    g_autofree char *sql = bp_query_table(path, table, error);
    const BpQueryOptions query = {
        .format = format,
        .plain = options->output == NULL && isatty(STDOUT_FILENO),
        .about = !options->bare,
    };

    if (sql == NULL)
        return FALSE;
    if (options->output == NULL)
        return bp_query_run(path, sql, &query, print, stdout, error);
    return export_rows(options, path, sql, &query, error);
}

/* ---- what is asked for ---- */

/* -T, else the end of the output's name; else what suits a network, or a table. */
static char *
format_of(const Options *options, const char *table)
{
    const char *dot = options->output != NULL ? strrchr(options->output, '.') : NULL;

    if (options->format != NULL)
        return g_ascii_strdown(options->format, -1);
    if (dot != NULL && strchr(dot, '/') == NULL && dot[1] != '\0')
        return g_ascii_strdown(dot + 1, -1);
    return g_strdup(table != NULL ? "csv" : "graphml");
}

static gboolean
check_format(const Options *options, const char *format, const char *table,
             GError **error)
{
    gboolean is_graph = g_str_equal(format, "graphml");

    if (!g_strv_contains(formats, format) && options->format == NULL)
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "-o %s: expected a name that ends in .graphml, .csv or .json; any "
                    "other with -T",
                    options->output);
    else if (!g_strv_contains(formats, format))
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "-T \"%s\": expected graphml, csv or json", format);
    else if (is_graph && table != NULL)
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "graphml is of a network: expected csv or json for the table %s",
                    table);
    else if (!is_graph && table == NULL)
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s is of a table: expected its name, such as hosts", format);
    else
        return TRUE;
    return FALSE;
}

static gboolean
export_file(const Options *options, const char *path, const char *table, GError **error)
{
    g_autofree char *format = format_of(options, table);

    if (!check_format(options, format, table, error) ||
        !command_check_output(options->output, options->force, error) ||
        !command_spare_input(options->output, path, error))
        return FALSE;
    if (table == NULL)
        return export_graph(options, path, error);
    return export_table(options, path, table,
                        g_str_equal(format, "json") ? BP_QUERY_JSON : BP_QUERY_CSV,
                        error);
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    g_autoptr(GError) error = NULL;
    const GOptionEntry entries[] = {
        {"type", 'T', 0, G_OPTION_ARG_STRING, &options.format,
         "graphml, csv or json; else by the end of FILE's name", "TYPE"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "Write to FILE; else to standard output", "FILE"},
        {"bare", 0, 0, G_OPTION_ARG_NONE, &options.bare,
         "Of a table, only its head and rows; in JSON an array", NULL},
        {"force", 0, 0, G_OPTION_ARG_NONE, &options.force,
         "Replace FILE if it is there", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(
            &bp_command_export, entries,
            "Without TABLE, the network of a run or a topology as GraphML, which "
            "Gephi, "
            "igraph and\nNetworkX read. With TABLE, all of that table of a run or a "
            "sweep. Every file says which\nversion, scenario and seed it is of, and "
            "the "
            "units of its columns.\n\n"
            "Examples:\n"
            "  bangpath export run.db -o run.graphml\n"
            "  bangpath export topologies/uucp-1987-core.gv -o map.graphml\n"
            "  bangpath export run.db series -o series.csv\n"
            "  bangpath export sweep.db totals -T json > totals.json\n\n"
            "Exit status: 0 done, 1 it could not be written, 2 bad usage or bad input.",
            &argc, &argv, 1, 2))
        status = export_file(&options, argv[1], argc > 2 ? argv[2] : NULL, &error)
                     ? EXIT_DONE
                     : command_complain(error);
    g_free(options.format);
    g_free(options.output);
    return status;
}

const BpCommand bp_command_export = {
    .name = "export",
    .arguments = "RUN.db|SWEEP.db|TOPOLOGY [TABLE]",
    .help = "A network as GraphML, or a table as CSV or JSON, for other tools",
    .run = run,
};
