/* main.c - picks the subcommand. */
#include "command.h"

#include <bangpath/plain.h>

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void
print_help(FILE *to)
{
    fprintf(
        to,
        "Usage: bangpath COMMAND [OPTION...] [ARGUMENT...]\n\n"
        "Simulates the store-and-forward mail networks of 1978-2005: how mail went hop "
        "by hop,\nwhy every host relayed for strangers, and what spam made of it.\n\n"
        "Commands:\n");
    for (guint i = 0; bp_commands[i] != NULL; i++)
        fprintf(to, "  %-10s %s\n", bp_commands[i]->name, bp_commands[i]->help);
    fprintf(to,
            "\n'bangpath COMMAND --help' tells more of each, 'bangpath help TOPIC' of "
            "what files may say:\n"
            "scenario, topology, lines, units, policy, protocol. To begin with:\n"
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
    gboolean option = name[0] == '-';

    if (option) {
        g_ptr_array_add(names, (gpointer) "--help");
        g_ptr_array_add(names, (gpointer) "--version");
    }
    for (guint i = 0; !option && bp_commands[i] != NULL; i++)
        g_ptr_array_add(names, (gpointer)bp_commands[i]->name);
    g_ptr_array_add(names, NULL);

    const char *nearest = bp_nearest(name, (const char *const *)names->pdata);

    if (option)
        g_printerr("bangpath: \"%s\": expected a command before the options", name);
    else
        g_printerr("bangpath: there is no command \"%s\"", name);
    if (nearest != NULL)
        g_printerr("; did you mean \"%s\"?", nearest);
    g_printerr("\nTry 'bangpath --help'.\n");
    return EXIT_BAD_USAGE;
}

static gboolean
is_one_of(const char *word, const char *const *words)
{
    return word != NULL && g_strv_contains(words, word);
}

static int
run(int argc, char **argv)
{
    static const char *const helps[] = {"--help", "-h", "help", NULL};
    static const char *const versions[] = {"--version", "version", NULL};

    if (argc > 1 && g_str_equal(argv[1], "--")) {
        argc--;
        argv++;
    }
    if (argc < 2) {
        print_help(stderr);
        return EXIT_BAD_USAGE;
    }
    if (is_one_of(argv[1], versions)) {
        command_print_version();
        return EXIT_DONE;
    }
    if (is_one_of(argv[1], helps) && argc == 2) {
        print_help(stdout);
        return EXIT_DONE;
    }

    /* `help run` is `run --help`. */
    gboolean helps_with = is_one_of(argv[1], helps);
    const char *name = argv[helps_with ? 2 : 1];
    const BpCommand *command = find(name);
    char *asked[] = {argv[1], (char *)"--help", NULL};

    /* `help scenario` and --list-keys are what `keys` prints. */
    if (command == NULL &&
        ((helps_with && command_keys_has(name)) || g_str_equal(name, "--list-keys"))) {
        argv[1] = (char *)"keys";
        return find("keys")->run(argc - 1, argv + 1);
    }
    if (command == NULL)
        return unknown(name);
    return helps_with ? command->run(2, asked) : command->run(argc - 1, argv + 1);
}

/* A file that is opened must not become standard output because that was closed: what is
 * printed would go into it. As gnulib's stdopen, closed ones are opened the wrong way
 * round, so that using them fails. */
static void
occupy_standard_files(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            _exit(EXIT_FAILED);
}

/* Whatever a message quotes, a name of a file or a value out of one, a terminal is not made
 * to obey it. */
static void
print_plain_error(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    const char *charset;
    gboolean is_utf8 = g_get_charset(&charset);

    for (guint i = 0; lines[i] != NULL; i++) {
        g_autofree char *plain = bp_plain(lines[i]);
        g_autofree char *shown =
            is_utf8 ? NULL
                    : g_convert_with_fallback(plain, -1, charset, "UTF-8", "?", NULL,
                                              NULL, NULL);

        fprintf(stderr, "%s%s", i > 0 ? "\n" : "", shown != NULL ? shown : plain);
    }
    fflush(stderr);
}

int
main(int argc, char **argv)
{
    occupy_standard_files();
    command_set_memory();
    g_set_printerr_handler(print_plain_error);
    /* A file that outgrows its limit (`ulimit -f`) is an error of writing like any other. */
    signal(SIGXFSZ, SIG_IGN);
    /* Only characters: numbers keep their decimal point. */
    setlocale(LC_CTYPE, "");
    g_log_set_default_handler(command_on_log, NULL);
    g_log_set_always_fatal((GLogLevelFlags)(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL));

    return command_flush(run(argc, argv));
}
