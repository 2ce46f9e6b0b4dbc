/* command.c - options, messages and exit statuses, the same for every subcommand. */
#include "command.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

gboolean
command_parse(const BpCommand *command, const GOptionEntry *entries,
              const char *description, int *argc, char ***argv, int min, int max)
{
    g_autofree char *program = g_strdup_printf("bangpath %s", command->name);
    g_autoptr(GOptionContext) context = g_option_context_new(command->arguments);
    g_autoptr(GError) error = NULL;

    g_option_context_set_summary(context, command->help);
    g_option_context_set_description(context, description);
    if (entries != NULL)
        g_option_context_add_main_entries(context, entries, NULL);
    g_set_prgname(program);

    gboolean parsed = g_option_context_parse(context, argc, argv, &error);

    /* A `--` that only ended the options is no argument. */
    if (parsed && *argc > 1 && g_str_equal((*argv)[1], "--")) {
        (*argv)[1] = (*argv)[0];
        (*argv)++;
        (*argc)--;
    }
    if (parsed && *argc - 1 >= min && (max < 0 || *argc - 1 <= max))
        return TRUE;
    if (!parsed)
        g_printerr("bangpath %s: %s\n", command->name, error->message);
    else if (*argc - 1 < min)
        g_printerr("bangpath %s: expected %s\n", command->name, command->arguments);
    else
        g_printerr("bangpath %s: \"%s\" is one argument too many; expected %s\n",
                   command->name, (*argv)[max + 1], command->arguments);
    g_printerr("Try 'bangpath %s --help'.\n", command->name);
    return FALSE;
}

int
command_complain(const GError *error)
{
    g_printerr("bangpath: %s\n", error->message);
    if (g_error_matches(error, BP_ERROR, BP_ERROR_OUTPUT) ||
        g_error_matches(error, BP_ERROR, BP_ERROR_LIMIT) ||
        g_error_matches(error, BP_ERROR, BP_ERROR_BOOKS))
        return EXIT_FAILED;
    return EXIT_BAD_USAGE;
}

int
command_complain_all(const BpProblems *problems)
{
    g_autoptr(GError) error = NULL;

    if (!bp_problems_to_error(problems, &error))
        g_printerr("%s\n", error->message);
    return EXIT_BAD_USAGE;
}

/* Whether a file can be made beside @path: one is, and goes again. */
static gboolean
can_make(const char *path, GError **error)
{
    g_autofree char *probe = g_strdup_printf("%s.XXXXXX", path);
    int fd = g_mkstemp(probe);

    if (fd < 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: cannot be written: %s", path,
                    g_strerror(errno));
        return FALSE;
    }
    g_close(fd, NULL);
    g_unlink(probe);
    return TRUE;
}

gboolean
command_check_output(const char *path, gboolean force, GError **error)
{
    if (path == NULL)
        return TRUE;
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS,
                    "%s: is a directory: expected the name of a file", path);
        return FALSE;
    }
    if (!force && g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS,
                    "%s: is there already; --force replaces it", path);
        return FALSE;
    }
    return can_make(path, error);
}

gboolean
command_is_run(const char *path)
{
    static const char magic[16] = "SQLite format 3";
    char head[sizeof magic] = "";
    FILE *file = g_fopen(path, "rb");

    if (file == NULL)
        return FALSE;

    gsize n = fread(head, 1, sizeof head, file);

    fclose(file);
    return n == sizeof head && memcmp(head, magic, sizeof magic) == 0;
}

gboolean
command_is_topology(const char *path)
{
    return g_str_has_suffix(path, ".gv") || g_str_has_suffix(path, ".dot");
}
