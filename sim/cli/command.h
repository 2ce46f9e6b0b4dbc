/* command.h - what a subcommand is, and what all of them share. */
#ifndef BANGPATH_COMMAND_H
#define BANGPATH_COMMAND_H

#include <bangpath/error.h>
#include <glib.h>

/** Exit statuses, as in every manual page. */
enum {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,       /* the run failed, or an expectation did not hold */
    EXIT_BAD_USAGE = 2,    /* or bad input */
    EXIT_INTERRUPTED = 130,
};

/** BpCommand: one row of the table of subcommands. */
typedef struct {
    const char *name;
    const char *arguments; /* as in its usage line */
    const char *help;      /* one line */
    int (*run)(int argc, char **argv); /* argv[0] is the subcommand's name */
} BpCommand;

/** bp_commands: (array zero-terminated=1): made from the list in sim/cli/meson.build. */
extern const BpCommand *const bp_commands[];

/** command_parse: options of @command out of @argv; FALSE after a message, and the status
 * is EXIT_BAD_USAGE. --help ends the program. At least @min and, unless that is negative,
 * at most @max arguments must be left. */
gboolean command_parse(const BpCommand *command, const GOptionEntry *entries,
                       const char *description, int *argc, char ***argv, int min,
                       int max);

/** command_complain: prints `bangpath: message` on standard error. Returns the status that
 * fits: EXIT_FAILED for what is no fault of the input, else EXIT_BAD_USAGE. */
int command_complain(const GError *error);

/** command_complain_all: every problem, a line each. Returns EXIT_BAD_USAGE. */
int command_complain_all(const BpProblems *problems);

/** command_check_output: FALSE if @path (nullable) is there and not @force, or cannot be
 * made. Leaves nothing behind. */
gboolean command_check_output(const char *path, gboolean force, GError **error);

/** command_is_run: whether @path is a run database, by its first bytes. */
gboolean command_is_run(const char *path);

/** command_is_topology: whether @path is to be read as a topology, by its name's end. */
gboolean command_is_topology(const char *path);

#endif
