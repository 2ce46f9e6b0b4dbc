/* main.c - picks the subcommand. */
#include "command.h"

#include <locale.h>
#include <string.h>

static void
print_help(void)
{
    g_print("Usage: bangpath COMMAND [OPTION...] [ARGUMENT...]\n\n"
            "Simulates the store-and-forward mail networks of 1978-2005: how mail went hop "
            "by hop,\nwhy every host relayed for strangers, and what spam made of it.\n\n"
            "Commands:\n");
    for (guint i = 0; bp_commands[i] != NULL; i++)
        g_print("  %-10s %s\n", bp_commands[i]->name, bp_commands[i]->help);
    g_print("\n'bangpath COMMAND --help' tells more of each. To begin with:\n"
            "  bangpath list\n"
            "  bangpath run scenarios/open-relay-years.scenario -o run.db\n"
            "  bangpath render run.db -o run.svg\n");
}

static const BpCommand *
find(const char *name)
{
    for (guint i = 0; bp_commands[i] != NULL; i++)
        if (g_str_equal(bp_commands[i]->name, name))
            return bp_commands[i];
    return NULL;
}

static int
unknown(const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (guint i = 0; bp_commands[i] != NULL; i++)
        g_ptr_array_add(names, (gpointer)(guintptr)bp_commands[i]->name);
    g_ptr_array_add(names, NULL);

    const char *nearest = bp_nearest(name, (const char *const *)names->pdata);

    g_printerr("bangpath: there is no command \"%s\"", name);
    if (nearest != NULL)
        g_printerr("; did you mean \"%s\"?", nearest);
    g_printerr("\nTry 'bangpath --help'.\n");
    return EXIT_BAD_USAGE;
}

int
main(int argc, char **argv)
{
    /* Only characters: numbers keep their decimal point. */
    setlocale(LC_CTYPE, "");
    g_log_set_always_fatal((GLogLevelFlags)(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL));

    if (argc < 2 || g_str_equal(argv[1], "--help") || g_str_equal(argv[1], "-h") ||
        g_str_equal(argv[1], "help")) {
        print_help();
        return argc < 2 ? EXIT_BAD_USAGE : EXIT_DONE;
    }
    if (g_str_equal(argv[1], "--version")) {
        g_print("bangpath %s\n", BANGPATH_VERSION);
        return EXIT_DONE;
    }

    const BpCommand *command = find(argv[1]);

    return command != NULL ? command->run(argc - 1, argv + 1) : unknown(argv[1]);
}
