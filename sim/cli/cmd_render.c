/* cmd_render.c - bangpath render: a picture of a topology, or of a moment of a run. */
#include "command.h"

#include <bangpath/calendar.h>
#include <bangpath/picture.h>
#include <bangpath/policy.h>
#include <bangpath/run_db.h>
#include <bangpath/story.h>
#include <bangpath/units.h>
#include <string.h>
#include <unistd.h>

extern const BpCommand bp_command_render;

typedef struct {
    char *format;
    char *layout;
    char *at;
    char *every;
    char *highlight;
    char *width;
    char *output;
    gboolean spam_only;
    gboolean force;
} Options;

static void
clear_options(Options *options)
{
    g_free(options->format);
    g_free(options->layout);
    g_free(options->at);
    g_free(options->every);
    g_free(options->highlight);
    g_free(options->width);
    g_free(options->output);
}

/* The moment that @option (of name @name) means, which the run must have. */
static gboolean
read_moment(const BpRunDb *db, const char *name, const char *option, gint64 *at_us,
            GError **error)
{
    if (!bp_parse_moment(option, bp_run_db_begin_unix_s(db), at_us, error)) {
        g_prefix_error(error, "%s \"%s\": expected ", name, option);
        return FALSE;
    }
    if (*at_us > bp_run_db_end_us(db)) {
        g_autofree char *end =
            bp_format_moment(bp_run_db_begin_unix_s(db), bp_run_db_end_us(db));

        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s \"%s\": expected a moment of the run, which %s at %s", name,
                    option, bp_run_db_complete(db) ? "ends" : "was interrupted", end);
        return FALSE;
    }
    return TRUE;
}

static BpPicture *
draw_moment(const Options *options, BpRunDb *db, gint64 at_us, GError **error)
{
    g_autoptr(BpPicture) picture = bp_picture_from_run(db, at_us, error);
    gint64 serial;

    if (picture == NULL)
        return NULL;
    if (options->spam_only)
        bp_picture_spam_only(picture);
    if (options->highlight != NULL &&
        (!bp_story_find(db, options->highlight, &serial, error) ||
         !bp_picture_follow(picture, db, serial, at_us, error)))
        return NULL;
    return g_steal_pointer(&picture);
}

static gboolean
write_moment(const Options *options, BpRunDb *db,
             const BpPictureOptions *picture_options, GError **error)
{
    g_autoptr(BpPicture) picture = NULL;
    gint64 at_us = -1;

    if (options->at != NULL && !read_moment(db, "--at", options->at, &at_us, error))
        return FALSE;
    picture = draw_moment(options, db, at_us, error);
    return picture != NULL &&
           bp_picture_write(picture, picture_options, options->output, error);
}

/* ---- one picture each so often ---- */

static gboolean
read_step(const Options *options, const BpRunDb *db, gint64 *step_us, GError **error)
{
    const gint64 end_us = bp_run_db_end_us(db);

    if (!bp_parse_duration(options->every, step_us, error)) {
        g_prefix_error(error, "--every \"%s\": expected ", options->every);
        return FALSE;
    }
    if (*step_us < 1 || *step_us > end_us) {
        g_autofree char *length = bp_format_duration(end_us);

        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "--every \"%s\": expected more than 0, and at most the run's %s",
                    options->every, length);
        return FALSE;
    }
    if (end_us / *step_us >= BP_PICTURE_MAX_PANELS) {
        g_autofree char *least =
            bp_format_duration(end_us / (BP_PICTURE_MAX_PANELS - 1) + 1);

        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "--every \"%s\": makes %" G_GINT64_FORMAT
                    " pictures; expected at most %d: %s or more",
                    options->every, end_us / *step_us + 1, BP_PICTURE_MAX_PANELS,
                    least);
        return FALSE;
    }
    return TRUE;
}

/* "1998-01-10: 331 open, 412 reached"; with the time of day where it is not midnight. */
static char *
panel_title(const BpRunDb *db, gint64 at_us, gint64 step_us, const BpPicture *picture)
{
    g_autofree char *moment = bp_format_moment(bp_run_db_begin_unix_s(db), at_us);
    const gboolean at_midnight =
        step_us % BP_DAY_US == 0 && bp_run_db_begin_unix_s(db) % 86400 == 0;
    guint n_open = 0;
    guint n_reached = 0;

    for (guint i = 0; i < picture->nodes->len; i++) {
        const BpPictureNode *node = &g_array_index(picture->nodes, BpPictureNode, i);

        n_open += !node->is_net && node->relay == BP_PICTURE_OPEN;
        n_reached += !node->is_net && node->reached;
    }
    moment[at_midnight ? 10 : 16] = '\0';
    return g_strdup_printf("%s: %u open, %u reached", moment, n_open, n_reached);
}

static gboolean
write_series(const Options *options, BpRunDb *db,
             const BpPictureOptions *picture_options, GError **error)
{
    g_autoptr(GPtrArray) pictures =
        g_ptr_array_new_with_free_func((GDestroyNotify)bp_picture_free);
    g_autofree char *subtitle = NULL;
    gint64 step_us;

    if (!read_step(options, db, &step_us, error))
        return FALSE;
    for (gint64 at_us = 0; at_us <= bp_run_db_end_us(db); at_us += step_us) {
        BpPicture *picture = draw_moment(options, db, at_us, error);

        if (picture == NULL)
            return FALSE;
        g_free(picture->title);
        picture->title = panel_title(db, at_us, step_us, picture);
        g_ptr_array_add(pictures, picture);
    }
    subtitle = g_strdup_printf("every %s%s", options->every,
                               options->spam_only ? "; faint: where no spam went" : "");
    return bp_picture_write_panels(pictures, bp_run_db_title(db), subtitle,
                                   picture_options, options->output, error);
}

/* What of the options goes with no other. */
static gboolean
check_views(const Options *options, GError **error)
{
    if (options->every != NULL && options->at != NULL) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "--every and --at: expected one of them");
        return FALSE;
    }
    if (options->spam_only && options->highlight != NULL) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "--spam-only and --highlight: expected one of them");
        return FALSE;
    }
    return TRUE;
}

static gboolean
write_run(const Options *options, const char *path,
          const BpPictureOptions *picture_options, GError **error)
{
    g_autoptr(BpRunDb) db = bp_run_db_open(path, error);

    if (db == NULL)
        return FALSE;
    return options->every != NULL ? write_series(options, db, picture_options, error)
                                  : write_moment(options, db, picture_options, error);
}

/* ---- topologies ---- */

/* Options that want a run, and the text of the first that is given. */
static gboolean
check_topology(const Options *options, const char *path, GError **error)
{
    const struct {
        const char *name;
        const char *value;
    } given[] = {
        {"--at", options->at},
        {"--every", options->every},
        {"--highlight", options->highlight},
        {"--spam-only", options->spam_only ? "" : NULL},
    };

    /* Whether one that is not there is a run, nobody knows. */
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(given); i++) {
        const char *quote =
            given[i].value != NULL && given[i].value[0] != '\0' ? "\"" : "";

        if (given[i].value == NULL)
            continue;
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s%s%s%s%s: expected with a run; %s is none", given[i].name,
                    *quote ? " " : "", quote, given[i].value, quote, path);
        return FALSE;
    }
    return TRUE;
}

static BpPicture *
draw_topology(const Options *options, const char *path, GError **error)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GPtrArray) relay_names = g_ptr_array_new();

    if (!check_topology(options, path, error))
        return NULL;

    g_autoptr(BpNetwork) network = command_read_topology(path, problems);

    if (network == NULL) {
        bp_problems_to_error(problems, error);
        return NULL;
    }
    for (guint i = 0; bp_policies[i] != NULL; i++)
        g_ptr_array_add(relay_names, (gpointer)bp_policies[i]->name);
    return bp_picture_from_network(network, (const char *const *)relay_names->pdata);
}

static gboolean
write_topology(const Options *options, const char *path,
               const BpPictureOptions *picture_options, GError **error)
{
    g_autoptr(BpPicture) picture = draw_topology(options, path, error);

    return picture != NULL &&
           bp_picture_write(picture, picture_options, options->output, error);
}

/* ---- options ---- */

/* -T, else the end of the output's name, else svg; in small letters. */
static char *
format_of(const Options *options)
{
    const char *dot = options->output != NULL ? strrchr(options->output, '.') : NULL;

    if (options->format != NULL)
        return g_ascii_strdown(options->format, -1);
    if (dot == NULL || strchr(dot, '/') != NULL || dot[1] == '\0')
        return g_strdup("svg");
    return g_ascii_strdown(dot + 1, -1);
}

/* Whether there is such a picture; where the type is guessed, an error says so. */
static gboolean
check_picture(const Options *options, const BpPictureOptions *picture_options,
              GError **error)
{
    const BpPictureOptions only_type = {.format = picture_options->format};

    if (options->format == NULL && !bp_picture_check(&only_type, error)) {
        g_prefix_error(error, "-o %s: ", options->output);
        return FALSE;
    }
    return bp_picture_check(picture_options, error);
}

static gboolean
read_width(const Options *options, BpPictureOptions *picture_options, GError **error)
{
    gint64 width_px = 0;

    if (options->width == NULL)
        return TRUE;
    if (!bp_parse_whole(options->width, 1, BP_PICTURE_MAX_WIDTH_PX, &width_px, error)) {
        g_prefix_error(error, "--width \"%s\": expected ", options->width);
        return FALSE;
    }
    picture_options->width_px = (guint)width_px;
    return TRUE;
}

static gboolean
is_binary(const char *format)
{
    return g_str_equal(format, "png") || g_str_equal(format, "pdf");
}

static gboolean
render(const Options *options, const char *path, GError **error)
{
    g_autofree char *format = format_of(options);
    BpPictureOptions picture_options = {
        .format = format,
        .layout = options->layout,
        .force = options->force,
    };

    if (!check_views(options, error) || !read_width(options, &picture_options, error) ||
        !check_picture(options, &picture_options, error) ||
        !command_check_output(options->output, options->force, error) ||
        !command_spare_input(options->output, path, error))
        return FALSE;
    if (options->output == NULL && is_binary(format) && isatty(STDOUT_FILENO)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "a %s is not for a terminal: name a file with -o", format);
        return FALSE;
    }
    if (command_is_scenario(path)) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s: is a scenario: expected a topology, or the database that "
                    "'bangpath run -o RUN.db' makes of it",
                    path);
        return FALSE;
    }

    return command_is_run(path)
               ? write_run(options, path, &picture_options, error)
               : write_topology(options, path, &picture_options, error);
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    g_autoptr(GError) error = NULL;
    const GOptionEntry entries[] = {
        {"type", 'T', 0, G_OPTION_ARG_STRING, &options.format,
         "svg, png, pdf or gv; else by the end of FILE's name; else svg", "TYPE"},
        {"layout", 0, 0, G_OPTION_ARG_STRING, &options.layout,
         "dot, neato, fdp, sfdp, twopi or circo; geo: hosts at their places on Earth; "
         "else chosen by size and shape",
         "NAME"},
        {"at", 0, 0, G_OPTION_ARG_STRING, &options.at,
         "Draw the run as it stood then: 'day 12 09:00' or a date; else its end",
         "TIME"},
        {"every", 0, 0, G_OPTION_ARG_STRING, &options.every,
         "Draw the run over and over, side by side: '5 d'", "DURATION"},
        {"highlight", 0, 0, G_OPTION_ARG_STRING, &options.highlight,
         "The way of one message, its refusals and bounces; all else is faint",
         "MESSAGE"},
        {"spam-only", 0, 0, G_OPTION_ARG_NONE, &options.spam_only,
         "Hosts and links that spam has not come by are faint", NULL},
        {"width", 0, 0, G_OPTION_ARG_STRING, &options.width, "Pixels of a png (1600)",
         "N"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "Write to FILE; else to standard output", "FILE"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &options.force,
         "Replace FILE if it is there", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(
            &bp_command_render, entries,
            "Examples:\n"
            "  bangpath render topologies/bitnet-1987.gv -o bitnet.svg\n"
            "  bangpath render run.db --at 'day 12' -o run.png\n"
            "  bangpath render run.db --every '5 d' --spam-only -o spread.png\n"
            "  bangpath render run.db --highlight 4ef3 --layout geo -o way.svg\n\n"
            "Exit status: 0 done, 1 the picture could not be drawn or written, 2 "
            "bad usage or bad input.",
            &argc, &argv, 1, 1))
        status =
            render(&options, argv[1], &error) ? EXIT_DONE : command_complain(error);
    clear_options(&options);
    return status;
}

const BpCommand bp_command_render = {
    .name = "render",
    .arguments = "TOPOLOGY|RUN.db",
    .help = "Draw a topology, or a moment of a run",
    .run = run,
};
