/* command.h - what a subcommand is, and what all of them share. */
#ifndef BANGPATH_COMMAND_H
#define BANGPATH_COMMAND_H

#include <bangpath/error.h>
#include <bangpath/network.h>
#include <glib.h>

/** Exit statuses, as in every manual page. */
enum {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,    /* the run failed, or an expectation did not hold */
    EXIT_BAD_USAGE = 2, /* or bad input */
    EXIT_INTERRUPTED = 130,
};

/** BpCommand: one row of the table of subcommands. */
typedef struct {
    const char *name;
    const char *arguments;             /* as in its usage line */
    const char *help;                  /* one line */
    int (*run)(int argc, char **argv); /* argv[0] is the subcommand's name */
} BpCommand;

/** bp_commands: (array zero-terminated=1): made from the list in sim/cli/meson.build. */
extern const BpCommand *const bp_commands[];

/** command_parse: options of @command out of @argv; FALSE after a message, and the status
 * is EXIT_BAD_USAGE. --help and --version, which every command has, end the program. At
 * least @min and, unless that is negative, at most @max arguments must be left. */
gboolean command_parse(const BpCommand *command, const GOptionEntry *entries,
                       const char *description, int *argc, char ***argv, int min,
                       int max);

/** command_flush: what was printed must arrive: @status, or EXIT_FAILED after a message if
 * standard output could not be written, as on a full disk. */
int command_flush(int status);

void command_print_version(void);

/** command_status_of: EXIT_FAILED where @error is of what could not be written or was too much,
 * EXIT_BAD_USAGE where the input is wrong. */
int command_status_of(const GError *error);

/** command_complain: prints `bangpath: message` on standard error. Returns the status that
 * fits: EXIT_FAILED for what is no fault of the input, else EXIT_BAD_USAGE. */
int command_complain(const GError *error);

/** command_complain_all: every problem, a line each. Returns EXIT_BAD_USAGE. */
int command_complain_all(const BpProblems *problems);

/** command_warn: every warning, a line each, `warning: FILE:LINE: ...`. Returns how many. */
guint command_warn(const BpProblems *warnings);

/** command_check_measures: FALSE after a message if one of @names (array zero-terminated=1)
 * (nullable), what --measure gives, is none that a run can have. */
gboolean command_check_measures(char **names);

/** command_read_seed: what --seed gives. FALSE after a message. */
gboolean command_read_seed(const char *text, gint64 *seed);

/** command_read_jobs: what -j gives, @text (nullable: then 1). FALSE after a message. */
gboolean command_read_jobs(const char *text, guint max, guint *jobs);

/** command_check_output: FALSE if @path (nullable) is there and not @force, is no plain
 * file, or cannot be made. Leaves nothing behind. Every error is the user's:
 * EXIT_BAD_USAGE. */
gboolean command_check_output(const char *path, gboolean force, GError **error);

/** command_spare_input: FALSE if @output (nullable) is the file @input: not even --force
 * may mean that. */
gboolean command_spare_input(const char *output, const char *input, GError **error);

/** command_set_unfinished: @path (nullable): a file in the making, which must not stay if the
 * program ends in the middle. Copied. */
void command_set_unfinished(const char *path);

/** command_set_undo: @how (nullable) of @data, which takes back what was begun, as the program
 * ends where there is no memory: it must ask for none. */
void command_set_undo(GDestroyNotify how, gpointer data);

/** command_undo: does that, if there is something to be undone. */
void command_undo(void);

/** command_remove_unfinished: removes it, if there is one. Fit for a signal handler. */
void command_remove_unfinished(void);

/** command_set_memory: large blocks go back to the system as soon as they are freed: while a
 * file is read there is more of them than is kept. */
void command_set_memory(void);

/** command_on_log: for g_log_set_default_handler(): where memory is short, one message that
 * says so, and the end of the program. */
void command_on_log(const char *domain, GLogLevelFlags level, const char *message,
                    gpointer unused);

/** command_read_topology: (transfer full) (nullable): as bp_topology_read(); of one that is not
 * there, but came with the program, it says where that is. */
BpNetwork *command_read_topology(const char *path, BpProblems *problems);

/** command_is_run: whether @path is a run database, by its first bytes. */
gboolean command_is_run(const char *path);

/** command_is_scenario: whether @path is to be read as a scenario, by its name's end. */
gboolean command_is_scenario(const char *path);

/** command_expect_scenario: FALSE after a complaint if @path is a run database, by its name's
 * end a topology, or not there, but came with the program. */
gboolean command_expect_scenario(const char *path, BpProblems *problems);

/** command_expect_source: FALSE with BP_ERROR_INPUT if @path is a run database, or by its
 * name's end a scenario or topology: it came out of the program, and @expected, such as maps,
 * is what goes in. */
gboolean command_expect_source(const char *path, const char *expected, GError **error);

/** command_wants_colour: whether what is printed to @fd may be coloured: a terminal that
 * is not dumb, and neither --no-color nor NO_COLOR. */
gboolean command_wants_colour(int fd, gboolean no_color);

/** command_is_topology: whether @path is to be read as a topology, by its name's end. */
gboolean command_is_topology(const char *path);

/** command_has_second_processor: whether a second thread would have a processor of its own. */
gboolean command_has_second_processor(void);

/** command_keys_has: whether `bangpath keys NAME` prints something. */
gboolean command_keys_has(const char *name);

/** command_find_content: (transfer full) (nullable): the folder that holds scenarios/: this
 * one, the installed one, or the source tree of a program that was built and not installed. */
char *command_find_content(void);

/** command_expect_there: FALSE after a complaint if there is no @path, but among what came
 * with the program is one of that name, whatever its folder, and with or without @suffix:
 * `.scenario` or `.gv`. */
gboolean command_expect_there(const char *path, const char *suffix,
                              BpProblems *problems);

#endif
