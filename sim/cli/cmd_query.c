/* cmd_query.c - bangpath query: a run or a sweep asked in SQL. */
#include "command.h"

#include <bangpath/query.h>
#include <stdio.h>
#include <unistd.h>

extern const BpCommand bp_command_query;

static void
print(gpointer data, const char *text)
{
    (void)data;
    fputs(text, stdout);
}

/* @sql: (nullable): then the tables, to choose from. */
static int
ask(const char *path, const char *sql, const BpQueryOptions *options)
{
    g_autoptr(GError) error = NULL;

    if (sql != NULL && !g_utf8_validate(sql, -1, NULL)) {
        g_printerr("bangpath: the query is not UTF-8\n");
        return EXIT_BAD_USAGE;
    }
    if (sql == NULL ? !bp_query_tables(path, print, NULL, &error)
                    : !bp_query_run(path, sql, options, print, NULL, &error))
        return command_complain(error);
    return EXIT_DONE;
}

static int
run(int argc, char **argv)
{
    gboolean json = FALSE;
    gboolean csv = FALSE;
    gboolean about = FALSE;
    const GOptionEntry entries[] = {
        {"csv", 0, 0, G_OPTION_ARG_NONE, &csv, "Print CSV with a head: the default",
         NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &json, "Print an array of JSON objects",
         NULL},
        {"about", 0, 0, G_OPTION_ARG_NONE, &about,
         "Say first what it is of: version, scenario, seed, units", NULL},
        G_OPTION_ENTRY_NULL,
    };

    if (!command_parse(
            &bp_command_query, entries,
            "Examples:\n"
            "  bangpath query run.db\n"
            "  bangpath query run.db 'SELECT name, relayed FROM hosts ORDER BY relayed "
            "DESC LIMIT 3'\n"
            "  bangpath query run.db 'SELECT * FROM series' > series.csv\n"
            "  bangpath query sweep.db --json \"SELECT point, avg(value) FROM runs "
            "JOIN "
            "totals USING (run)\n"
            "    WHERE measure = 'spam.reach' GROUP BY point\"\n\n"
            "Without SQL, the tables are listed, each with its columns. "
            "The database is only read.\ndocs/database.md and docs/sweeps.md describe "
            "the tables.\n\n"
            "Exit status: 0 done, 2 bad usage, bad input or bad SQL.",
            &argc, &argv, 1, 2))
        return EXIT_BAD_USAGE;
    if (json && csv) {
        g_printerr("bangpath query: expected one of --csv and --json\n");
        return EXIT_BAD_USAGE;
    }
    if (argc == 2 && (json || csv || about)) {
        g_printerr("bangpath query: --csv, --json and --about: expected with SQL\n");
        return EXIT_BAD_USAGE;
    }

    const BpQueryOptions options = {
        .format = json ? BP_QUERY_JSON : BP_QUERY_CSV,
        .plain = isatty(STDOUT_FILENO),
        .about = about,
    };

    return ask(argv[1], argc > 2 ? argv[2] : NULL, &options);
}

const BpCommand bp_command_query = {
    .name = "query",
    .arguments = "DATABASE [SQL]",
    .help = "Ask a run or a sweep in SQL",
    .run = run,
};
