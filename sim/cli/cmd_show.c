/* cmd_show.c - bangpath show: one message as its recipients saw it. */
#include "command.h"
#include "mailboxes.h"

#include <bangpath/books.h>
#include <bangpath/story.h>
#include <bangpath/units.h>
#include <stdio.h>

extern const BpCommand bp_command_show;

#define LISTED 20 /* messages, unless -n says otherwise */

typedef struct {
    char *kind;
    char *state;
    char *n;
    char *as;
    gboolean list;
    gboolean all;
    gboolean dialogue;
    gboolean mbox;
    gboolean force;
    char *output;
} Options;

static void
clear_options(Options *options)
{
    g_free(options->kind);
    g_free(options->state);
    g_free(options->n);
    g_free(options->as);
    g_free(options->output);
}

static gboolean
expect_one_of(const char *option, const char *value, const GPtrArray *names,
              GError **error)
{
    g_autofree char *all = NULL;

    if (value == NULL || g_strv_contains((const char *const *)names->pdata, value))
        return TRUE;
    all = g_strjoinv(", ", (char **)names->pdata);
    g_set_error(error, BP_ERROR, BP_ERROR_VALUE, "%s \"%s\": expected one of %s",
                option, value, all);
    return FALSE;
}

static gboolean
read_filter(const Options *options, BpStoryFilter *filter, GError **error)
{
    g_autoptr(GPtrArray) kinds = g_ptr_array_new();
    g_autoptr(GPtrArray) states = g_ptr_array_new();

    for (guint i = 0; i < BP_N_KINDS; i++)
        g_ptr_array_add(kinds, (gpointer)bp_kind_name((BpKind)i));
    for (guint i = 0; i < BP_N_STATES; i++)
        g_ptr_array_add(states, (gpointer)bp_state_name((BpState)i));
    g_ptr_array_add(kinds, NULL);
    g_ptr_array_add(states, NULL);

    *filter = (BpStoryFilter){options->kind, options->state, LISTED};
    if (!expect_one_of("--kind", options->kind, kinds, error) ||
        !expect_one_of("--state", options->state, states, error))
        return FALSE;
    if (options->n == NULL ||
        bp_parse_whole(options->n, 0, G_MAXINT32, &filter->n, error))
        return TRUE;
    g_prefix_error(error, "-n \"%s\": expected ", options->n);
    return FALSE;
}

static gboolean
list(const Options *options, BpRunDb *db, GError **error)
{
    BpStoryFilter filter;
    gint64 total = 0;
    g_autoptr(GArray) entries = NULL;
    g_autofree char *text = NULL;

    if (!read_filter(options, &filter, error))
        return FALSE;
    entries = bp_story_list(db, &filter, &total, error);
    if (entries == NULL)
        return FALSE;
    if (total == 0) {
        g_autofree char *keep = bp_story_how_to_keep(db);

        g_set_error(error, BP_ERROR, BP_ERROR_UNKNOWN, "%s: has no %smessages: %s",
                    bp_run_db_path(db), filter.kind || filter.state ? "such " : "",
                    keep);
        return FALSE;
    }
    text = bp_story_list_text(db, entries, total);
    fputs(text, stdout);
    return TRUE;
}

static gboolean
show(const Options *options, BpRunDb *db, const char *message, GError **error)
{
    g_autoptr(BpStory) story = NULL;
    g_autofree char *text = NULL;
    gint64 serial;

    if (!bp_story_find(db, message, &serial, error))
        return FALSE;
    story = bp_story_read(db, serial, error);
    if (story == NULL)
        return FALSE;
    text = bp_story_text(db, story, options->all, options->as, error);
    if (text == NULL)
        return FALSE;
    fputs(text, stdout);
    if (options->dialogue) {
        g_autofree char *dialogue = bp_story_dialogue(db, story, options->all);

        printf("\n%s", dialogue);
    }
    return TRUE;
}

static gboolean
write_mailboxes(const Options *options, BpRunDb *db, const char *message,
                GError **error)
{
    gint64 serial = -1;

    return (message == NULL || bp_story_find(db, message, &serial, error)) &&
           mailboxes_write(db, serial, options->output, options->force, error);
}

/* What goes with mailboxes only. */
static gboolean
check_mbox(const Options *options, GError **error)
{
    if (options->mbox != (options->output != NULL)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s: expected together: --mbox -o DIR",
                    options->mbox ? "--mbox" : "-o");
        return FALSE;
    }
    if (options->force && !options->mbox) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE, "--force: expected with --mbox");
        return FALSE;
    }
    if (options->mbox &&
        (options->kind || options->state || options->n || options->list ||
         options->all || options->as || options->dialogue)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "--mbox: expected with -o and --force only");
        return FALSE;
    }
    return TRUE;
}

/* What goes with a message only, and what with the list only. */
static gboolean
check_options(const Options *options, const char *message, GError **error)
{
    gboolean lists = options->kind || options->state || options->n || options->list;

    if (message != NULL && lists) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "--list, --kind, --state and -n: expected without a message");
        return FALSE;
    }
    if (message == NULL && (options->all || options->as || options->dialogue)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "--all, --as and --dialogue: expected with a message");
        return FALSE;
    }
    return TRUE;
}

static gboolean
show_or_list(const Options *options, const char *path, const char *message,
             GError **error)
{
    g_autoptr(BpRunDb) db = NULL;

    if (!check_mbox(options, error) ||
        (!options->mbox && !check_options(options, message, error)))
        return FALSE;
    if (command_is_scenario(path)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s: is a scenario: expected the database that 'bangpath run -o "
                    "RUN.db' makes of it",
                    path);
        return FALSE;
    }
    db = bp_run_db_open(path, error);
    if (db == NULL)
        return FALSE;
    if (options->mbox)
        return write_mailboxes(options, db, message, error);
    return message ? show(options, db, message, error) : list(options, db, error);
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    g_autoptr(GError) error = NULL;
    const GOptionEntry entries[] = {
        {"all", 'a', 0, G_OPTION_ARG_NONE, &options.all,
         "Every hop, refusal and recipient, not the first 20", NULL},
        {"as", 0, 0, G_OPTION_ARG_STRING, &options.as,
         "The headers as this recipient saw them", "ADDRESS"},
        {"dialogue", 'd', 0, G_OPTION_ARG_NONE, &options.dialogue,
         "And what was said on each hop: SMTP's commands, uucico's conversation", NULL},
        {"list", 'l', 0, G_OPTION_ARG_NONE, &options.list,
         "List the messages; as without MESSAGE", NULL},
        {"kind", 0, 0, G_OPTION_ARG_STRING, &options.kind,
         "List only ham, spam, worm, probe or bounce", "KIND"},
        {"state", 0, 0, G_OPTION_ARG_STRING, &options.state,
         "List only what was delivered, bounced, discarded, lost or queued for "
         "someone",
         "STATE"},
        {"number", 'n', 0, G_OPTION_ARG_STRING, &options.n,
         "List at most N (20); 0: all", "N"},
        {"mbox", 0, 0, G_OPTION_ARG_NONE, &options.mbox,
         "Write mailboxes as mbox files: those that MESSAGE came to, else all", NULL},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "The directory for them; made if it is not there", "DIR"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &options.force,
         "Replace mbox files that are there", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(
            &bp_command_show, entries,
            "MESSAGE is its number, its id, or at least 4 characters of the id's "
            "beginning; without\none, the messages that the run has kept are listed. "
            "How many it keeps is the\nscenario's: [output] trace.\n\n"
            "Examples:\n"
            "  bangpath show run.db --kind spam --state bounced\n"
            "  bangpath show run.db 4ef3 --dialogue\n"
            "  bangpath show run.db --mbox -o mail\n\n"
            "Exit status: 0 done, 1 a mailbox could not be written, 2 bad usage or bad "
            "input.",
            &argc, &argv, 1, 2))
        status = show_or_list(&options, argv[1], argc > 2 ? argv[2] : NULL, &error)
                     ? EXIT_DONE
                     : command_complain(error);
    clear_options(&options);
    return status;
}

const BpCommand bp_command_show = {
    .name = "show",
    .arguments = "RUN.db [MESSAGE]",
    .help = "One message as its recipients saw it: every hop and refusal, and why",
    .run = run,
};
