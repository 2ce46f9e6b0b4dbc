/* cmd_tour.c - bangpath tour: five minutes' walk, from one letter to a run of spam. */
#include "command.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

extern const BpCommand bp_command_tour;

#define ARGUMENTS_MAX 8

/**
 * Stop: something to read, and then a command that is run: its text is on the screen before what the command prints.
 * @text: (nullable): lines of 79 characters at most; none: goes on with the stop before, unasked
 * @command: (array zero-terminated=1): what stands behind `bangpath`; none: only to read
 */
typedef struct {
    const char *text;
    const char *command[ARGUMENTS_MAX];
} Stop;

static const Stop stops[] = {
    {
        .text = "Mail once went from host to host, over the telephone. A host knew "
                "its\nneighbours and nobody else, so the sender wrote down the "
                "way:\nelm!ash!fir!yew!u0 is user u0 on yew, by elm, ash and fir. Each "
                "host cut its\nown name off and passed the rest on.\n\nHere are seven "
                "letters among five hosts:",
        .command = {"run", "scenarios/bang-path.scenario", "-o", "bang-path.db"},
    },
    {
        .text = "All seven arrived. Letter 1 went by three hosts to a fourth, "
                "yew.\nLook at its head: each host that passed it on left its name, so "
                "that the\nreader sees the way back. It waited for each line, and for "
                "a modem to dial.",
        .command = {"show", "bang-path.db", "1"},
    },
    {
        .text = "What did one such call take? At 1200 bit/s, with the handshakes of "
                "the time,\na letter of a page took most of a minute, and somebody "
                "paid for that minute.",
        .command = {"call", "--line", "bell212a", "--files", "2048+58", "--price",
                    "0.25 $/min"},
    },
    {
        .text = "Every host passed on mail for strangers: that was how mail got "
                "anywhere. By\n1996 there were fast lines, and people who had noticed. "
                "One letter with thirty\nblind copies costs its writer one letter. The "
                "host that relays it sends thirty.",
        .command = {"run", "scenarios/bcc.scenario", "--quiet", "-o", "bcc.db"},
    },
    {
        .command = {"query", "bcc.db",
                    "SELECT measure, value FROM totals WHERE measure IN "
                    "('spam.bytes_by_spammers', 'spam.bytes_by_others', "
                    "'spam.amplification')"},
    },
    {
        .text =
            "He sent 6,450 bytes, and others 158,700 for him: 24.6 times as much. So "
            "hosts\nwere put on blacklists, and relays closed, one after the other. "
            "Here is a\nmonth of it, in a network of 610 hosts and 200,000 mailboxes.",
        .command = {"run", "scenarios/open-relay-years.scenario", "--plain", "-o",
                    "with.db"},
    },
    {
        .text =
            "Spam reached a third of those it was meant for; and of the letters of "
            "honest\npeople one in five was refused: \"collateral damage\". (The lines "
            "\"Spam\" and\n\"Ham\" above say so; you may have to scroll back.)\n\nAnd "
            "if there had been neither? The same world, the same users, the "
            "same\nletters and the same luck, but no blacklist and no closing:",
        .command = {"run", "scenarios/open-relay-years.scenario", "--quiet",
                    "--set=closure.enabled=no", "--set=blacklist rbl.enabled=no", "-o",
                    "without.db"},
    },
    {
        .text = "Side by side; A is the world as it was:",
        .command = {"compare", "with.db", "without.db", "--measure", "spam.reach",
                    "--measure", "ham.collateral"},
    },
    {
        .text = "Nearly twice as many people get the spam, and few lose a letter. Was "
                "it worth\nit? That question is what this program is for. From "
                "here:\n\n  bangpath list                          the other "
                "scenarios\n  bangpath report run.db -o run.html     a map to play, of "
                "a run that you kept\n  bangpath new > my.scenario             one of "
                "your own\n  bangpath help scenario                 what it may "
                "say\n\nand the lessons in docs/lessons, an hour each.",
    },
};

/* As one would type it. */
static void
print_command(const Stop *stop)
{
    g_print("\n$ bangpath");
    for (guint i = 0; i < ARGUMENTS_MAX && stop->command[i] != NULL; i++) {
        const char *word = stop->command[i];
        gboolean plain = strpbrk(word, " $()'") == NULL;
        const char *quote = plain ? "" : strchr(word, '\'') == NULL ? "'" : "\"";

        g_print(" %s%s%s", quote, word, quote);
    }
    g_print("\n");
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
run_stop(const Stop *stop)
{
    char *arguments[ARGUMENTS_MAX + 1] = {NULL};
    int n = 0;

    while (n < ARGUMENTS_MAX && stop->command[n] != NULL) {
        arguments[n] = (char *)stop->command[n];
        n++;
    }
    return find(stop->command[0])->run(n, arguments);
}

/* Waits for Enter on a terminal. FALSE if the walker has had enough. */
static gboolean
pause_here(void)
{
    int c, first;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return TRUE;
    g_print("\n[Enter runs it, q ends] ");
    fflush(stdout);
    first = c = getchar();
    while (c != '\n' && c != EOF)
        c = getchar();
    return first != 'q' && first != EOF;
}

static int
walk(void)
{
    int status = EXIT_DONE;

    for (guint i = 0; status == EXIT_DONE && i < G_N_ELEMENTS(stops); i++) {
        if (stops[i].text != NULL)
            g_print("%s%s\n", i > 0 ? "\n" : "", stops[i].text);
        if (stops[i].command[0] == NULL)
            continue;
        print_command(&stops[i]);
        if (stops[i].text != NULL && !pause_here())
            break;
        fflush(stdout);
        status = run_stop(&stops[i]);
    }
    return status;
}

/* Takes away a folder of plain files and links: it is our own. */
static void
remove_folder(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);

    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        g_unlink(path);
    }
    if (dir != NULL)
        g_dir_close(dir);
    g_rmdir(folder);
}

/* The tour's runs are kept in a folder below TMPDIR, as long as it goes on. */
static int
walk_in(const char *folder, const char *content)
{
    g_autofree char *back = g_get_current_dir();
    int status = EXIT_FAILED;

    for (guint i = 0; i < 2; i++) {
        const char *name = i == 0 ? "scenarios" : "topologies";
        g_autofree char *from = g_build_filename(content, name, NULL);
        g_autofree char *absolute = g_canonicalize_filename(from, NULL);
        g_autofree char *to = g_build_filename(folder, name, NULL);

        if (symlink(absolute, to) != 0) {
            g_printerr("bangpath: %s: %s\n", to, g_strerror(errno));
            return EXIT_FAILED;
        }
    }
    if (g_chdir(folder) == 0) {
        status = walk();
        if (g_chdir(back) != 0)
            status = EXIT_FAILED;
    }
    return status;
}

static int
run(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;

    if (!command_parse(
            &bp_command_tour, NULL,
            "Five minutes: one letter over five hosts, one call, then a run of spam "
            "with and "
            "without\nblacklists and closed relays. On a terminal it waits for you; q "
            "ends "
            "it. What it runs is kept\nin a folder below TMPDIR until it ends.",
            &argc, &argv, 0, 0))
        return EXIT_BAD_USAGE;

    g_autofree char *content = command_find_content();

    if (content == NULL) {
        g_printerr("bangpath: no scenarios were found here, beside the program or in "
                   "share/bangpath\n");
        return EXIT_FAILED;
    }

    g_autofree char *folder = g_dir_make_tmp("bangpath-tour-XXXXXX", &error);

    if (folder == NULL)
        return command_complain(error);

    int status = walk_in(folder, content);

    remove_folder(folder);
    return status;
}

const BpCommand bp_command_tour = {
    .name = "tour",
    .arguments = "",
    .help = "A walk of five minutes, from one letter to a run of spam",
    .run = run,
};
