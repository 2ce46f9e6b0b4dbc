/* cmd_render.c - bangpath render: a picture of a topology, or of a moment of a run. */
#include "command.h"

#include <bangpath/calendar.h>
#include <bangpath/picture.h>
#include <bangpath/policy.h>
#include <bangpath/run_db.h>
#include <bangpath/topology_file.h>
#include <bangpath/units.h>
#include <string.h>
#include <unistd.h>

extern const BpCommand bp_command_render;

typedef struct {
    char *format;
    char *layout;
    char *at;
    char *width;
    char *output;
    gboolean force;
} Options;

static void
clear_options(Options *options)
{
    g_free(options->format);
    g_free(options->layout);
    g_free(options->at);
    g_free(options->width);
    g_free(options->output);
}

static BpPicture *
draw_run(const Options *options, const char *path, GError **error)
{
    g_autoptr(BpRunDb) db = bp_run_db_open(path, error);
    gint64 at_us = -1;

    if (db == NULL)
        return NULL;
    if (options->at != NULL &&
        !bp_parse_moment(options->at, bp_run_db_begin_unix_s(db), &at_us, error)) {
        g_prefix_error(error, "--at \"%s\": expected ", options->at);
        return NULL;
    }
    if (at_us > bp_run_db_end_us(db)) {
        g_autofree char *end =
            bp_format_moment(bp_run_db_begin_unix_s(db), bp_run_db_end_us(db));

        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "--at \"%s\": expected a moment of the run, which %s at %s",
                    options->at, bp_run_db_complete(db) ? "ends" : "was interrupted",
                    end);
        return NULL;
    }
    return bp_picture_from_run(db, at_us, error);
}

static BpPicture *
draw_topology(const Options *options, const char *path, GError **error)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GPtrArray) relay_names = g_ptr_array_new();

    if (options->at != NULL) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "--at \"%s\": expected with a run; %s is none", options->at, path);
        return NULL;
    }

    g_autoptr(BpNetwork) network = bp_topology_read(path, problems);

    if (network == NULL) {
        bp_problems_to_error(problems, error);
        return NULL;
    }
    for (guint i = 0; bp_policies[i] != NULL; i++)
        g_ptr_array_add(relay_names, (gpointer)bp_policies[i]->name);
    return bp_picture_from_network(network, (const char *const *)relay_names->pdata);
}

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

    if (!read_width(options, &picture_options, error) ||
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

    g_autoptr(BpPicture) picture = command_is_run(path)
                                       ? draw_run(options, path, error)
                                       : draw_topology(options, path, error);

    return picture != NULL &&
           bp_picture_write(picture, &picture_options, options->output, error);
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
            "  bangpath render run.db --at 'day 12' -o run.png\n\n"
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
