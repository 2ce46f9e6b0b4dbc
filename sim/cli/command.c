/* command.c - options, messages and exit statuses, the same for every subcommand. */
#include "command.h"
#include "attached.h"
#include "terminal.h"

#include <bangpath/expect.h>
#include <bangpath/random.h>
#include <bangpath/topology_file.h>
#include <bangpath/units.h>

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Who writes a name's beginning is nearer to what he meant than any other word is. */
static const char *
meant_option(const char *name, const char *const *names)
{
    for (const char *const *other = names; name[0] != '\0' && *other != NULL; other++)
        if (g_str_has_prefix(*other, name))
            return *other;
    return bp_nearest(name, names);
}

/* The option that may have been meant in place of the one that GLib does not know. */
static void
print_nearest_option(const GOptionEntry *entries, const char *message)
{
    const char *unknown = strstr(message, " -");
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    if (unknown == NULL)
        return;

    const char *word = unknown + 2 + strspn(unknown + 2, "-");
    g_autofree char *name = g_strndup(word, strcspn(word, "="));

    for (const GOptionEntry *entry = entries; entry && entry->long_name; entry++)
        g_ptr_array_add(names, (gpointer)entry->long_name);
    g_ptr_array_add(names, (gpointer) "help");
    g_ptr_array_add(names, (gpointer) "version");
    g_ptr_array_add(names, NULL);

    const char *nearest = meant_option(name, (const char *const *)names->pdata);

    /* Every letter is near to something. */
    if (unknown[2] != '-' && strlen(name) < 2)
        return;
    if (nearest != NULL)
        g_printerr("; did you mean --%s?", nearest);
}

static void
complain_of_usage(const BpCommand *command, const GOptionEntry *entries,
                  const GError *error)
{
    g_printerr("bangpath %s: %s", command->name, error->message);
    if (g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
        print_nearest_option(entries, error->message);
    g_printerr("\n");
}

/* GLib takes `--quiet=no` for --quiet. FALSE after a complaint. */
static gboolean
check_flags(const BpCommand *command, const GOptionEntry *entries, char **argv)
{
    for (guint i = 1; argv[i] != NULL && !g_str_equal(argv[i], "--"); i++) {
        const char *equals = strchr(argv[i], '=');

        for (const GOptionEntry *entry = entries; entry && entry->long_name; entry++) {
            gsize n = strlen(entry->long_name);

            if (entry->arg != G_OPTION_ARG_NONE || !g_str_has_prefix(argv[i], "--") ||
                equals != argv[i] + 2 + n ||
                strncmp(argv[i] + 2, entry->long_name, n) != 0)
                continue;
            g_printerr("bangpath %s: %s: expected --%s, which takes no value\n",
                       command->name, argv[i], entry->long_name);
            return FALSE;
        }
    }
    return TRUE;
}

static GOptionContext *
make_context(const BpCommand *command, const GOptionEntry *entries,
             const char *description, gboolean *help, gboolean *version)
{
    GOptionContext *context = g_option_context_new(command->arguments);
    const GOptionEntry common[] = {
        {"help", 'h', 0, G_OPTION_ARG_NONE, help, "Show this help", NULL},
        {"version", 0, 0, G_OPTION_ARG_NONE, version, "Show the program's version",
         NULL},
        G_OPTION_ENTRY_NULL,
    };

    g_option_context_set_summary(context, command->help);
    g_option_context_set_description(context, description);
    if (entries != NULL)
        g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_add_main_entries(context, common, NULL);
    /* GLib's own --help ends the program whether its text arrived or not. */
    g_option_context_set_help_enabled(context, FALSE);
    return context;
}

static void
print_help(GOptionContext *context)
{
    g_autofree char *text = g_option_context_get_help(context, TRUE, NULL);

    g_print("%s", text);
}

static gboolean
point_to_help(const BpCommand *command)
{
    g_printerr("Try 'bangpath %s --help'.\n", command->name);
    return FALSE;
}

static gboolean
check_count(const BpCommand *command, int argc, char **argv, int min, int max)
{
    if (argc - 1 < min)
        g_printerr("bangpath %s: expected %s\n", command->name, command->arguments);
    else if (max >= 0 && argc - 1 > max)
        g_printerr("bangpath %s: \"%s\" is one argument too many; expected %s\n",
                   command->name, argv[max + 1],
                   command->arguments[0] != '\0' ? command->arguments : "none");
    else
        return TRUE;
    return point_to_help(command);
}

gboolean
command_parse(const BpCommand *command, const GOptionEntry *entries,
              const char *description, int *argc, char ***argv, int min, int max)
{
    g_autofree char *program = g_strdup_printf("bangpath %s", command->name);
    gboolean help = FALSE;
    gboolean version = FALSE;
    g_autoptr(GOptionContext) context =
        make_context(command, entries, description, &help, &version);
    g_autoptr(GError) error = NULL;

    g_set_prgname(program);
    command_detach(entries, argc, argv);
    if (!check_flags(command, entries, *argv))
        return point_to_help(command);

    gboolean parsed = g_option_context_parse(context, argc, argv, &error);

    if (help)
        print_help(context);
    else if (version)
        command_print_version();
    if (help || version)
        exit(command_flush(EXIT_DONE));
    if (!parsed) {
        complain_of_usage(command, entries, error);
        return point_to_help(command);
    }

    /* A `--` that only ended the options is no argument. */
    if (*argc > 1 && g_str_equal((*argv)[1], "--")) {
        (*argv)[1] = (*argv)[0];
        (*argv)++;
        (*argc)--;
    }
    return check_count(command, *argc, *argv, min, max);
}

int
command_flush(int status)
{
    /* What has failed has said why. */
    if ((fflush(stdout) == 0 && !ferror(stdout)) || status == EXIT_FAILED)
        return status;
    g_printerr("bangpath: standard output cannot be written\n");
    return EXIT_FAILED;
}

void
command_print_version(void)
{
    g_print("bangpath %s\n", BANGPATH_VERSION);
}

int
command_status_of(const GError *error)
{
    if (g_error_matches(error, BP_ERROR, BP_ERROR_OUTPUT) ||
        g_error_matches(error, BP_ERROR, BP_ERROR_LIMIT) ||
        g_error_matches(error, BP_ERROR, BP_ERROR_BOOKS))
        return EXIT_FAILED;
    return EXIT_BAD_USAGE;
}

int
command_complain(const GError *error)
{
    g_printerr("bangpath: %s\n", error->message);
    return command_status_of(error);
}

int
command_complain_all(const BpProblems *problems)
{
    g_autoptr(GError) error = NULL;

    if (!bp_problems_to_error(problems, &error))
        g_printerr("%s\n", error->message);
    return EXIT_BAD_USAGE;
}

guint
command_warn(const BpProblems *warnings)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) lines = NULL;

    if (bp_problems_to_error(warnings, &error))
        return 0;
    lines = g_strsplit(error->message, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
        g_printerr("warning: %s\n", *line);
    return bp_problems_count(warnings);
}

gboolean
command_check_measures(char **names)
{
    for (; names != NULL && *names != NULL; names++) {
        g_autoptr(GError) error = NULL;

        if (bp_expect_measure(*names, &error) != NULL)
            continue;
        g_printerr("bangpath: --measure: expected %s\n", error->message);
        return FALSE;
    }
    return TRUE;
}

gboolean
command_read_seed(const char *text, gint64 *seed)
{
    g_autoptr(GError) error = NULL;

    if (bp_parse_whole(text, 0, (gint64)BP_SEED_MAX, seed, &error))
        return TRUE;
    g_printerr("bangpath: --seed \"%s\": expected %s\n", text, error->message);
    return FALSE;
}

gboolean
command_read_jobs(const char *text, guint max, guint *jobs)
{
    g_autoptr(GError) error = NULL;
    gint64 number = 1;

    if (text != NULL && !bp_parse_whole(text, 1, max, &number, &error)) {
        g_printerr("bangpath: -j \"%s\": expected %s\n", text, error->message);
        return FALSE;
    }
    *jobs = (guint)number;
    return TRUE;
}

static char *unfinished; /* owned; signal handlers read it */

void
command_set_unfinished(const char *path)
{
    char *before = unfinished;

    unfinished = g_strdup(path);
    g_free(before);
}

void
command_remove_unfinished(void)
{
    if (unfinished != NULL)
        unlink(unfinished);
}

static GDestroyNotify undo;
static gpointer undo_data;

void
command_set_undo(GDestroyNotify how, gpointer data)
{
    undo = how;
    undo_data = data;
}

void
command_undo(void)
{
    if (undo != NULL)
        undo(undo_data);
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
    struct stat there;

    if (path == NULL)
        return TRUE;
    if (*path == '\0') {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "the name of the output is empty: expected that of a file");
        return FALSE;
    }
    if (lstat(path, &there) != 0)
        return can_make(path, error);
    if (!S_ISREG(there.st_mode)) {
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS, "%s: is %s: expected a file",
                    path,
                    g_file_test(path, G_FILE_TEST_IS_DIR) ? "a directory"
                    : S_ISLNK(there.st_mode)              ? "a symbolic link"
                                                          : "a device, pipe or socket");
        return FALSE;
    }
    if (!force) {
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS,
                    "%s: is there already; --force replaces it", path);
        return FALSE;
    }
    return can_make(path, error);
}

gboolean
command_spare_input(const char *output, const char *input, GError **error)
{
    struct stat to;
    struct stat from;

    if (output == NULL || stat(output, &to) != 0 || stat(input, &from) != 0 ||
        to.st_dev != from.st_dev || to.st_ino != from.st_ino)
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_EXISTS,
                "%s: is what is to be read: name another output", output);
    return FALSE;
}

gboolean
command_is_run(const char *path)
{
    static const char magic[16] = "SQLite format 3";
    char head[sizeof magic] = "";
    FILE *file = NULL;

    /* Opening a pipe would eat of it, or wait for who fills it. */
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        file = g_fopen(path, "rb");
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

gboolean
command_is_scenario(const char *path)
{
    return g_str_has_suffix(path, ".scenario");
}

gboolean
command_expect_source(const char *path, const char *expected, GError **error)
{
    const char *kind = command_is_run(path)        ? "database"
                       : command_is_scenario(path) ? "scenario"
                       : command_is_topology(path) ? "topology"
                                                   : NULL;

    /* Of one that is not there its reader says which was meant. */
    if (kind == NULL || !g_file_test(path, G_FILE_TEST_EXISTS))
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: is a %s: expected %s", path, kind,
                expected);
    return FALSE;
}

gboolean
command_expect_scenario(const char *path, BpProblems *problems)
{
    if (command_is_topology(path))
        bp_problems_add(
            problems, path, 0,
            "is a topology: expected a scenario that names it, as 'bangpath "
            "new' prints one");
    else if (command_is_run(path))
        bp_problems_add(
            problems, path, 0,
            "is a database: expected a scenario; 'bangpath render' draws a run");
    else
        return command_expect_there(path, ".scenario", problems);
    return FALSE;
}

BpNetwork *
command_read_topology(const char *path, BpProblems *problems)
{
    if (!command_expect_there(path, ".gv", problems))
        return NULL;
    return bp_topology_read(path, problems);
}

gboolean
command_wants_colour(int fd, gboolean no_color)
{
    const char *wish = g_getenv("NO_COLOR");

    return !no_color && (wish == NULL || *wish == '\0') && terminal_obeys(fd);
}
