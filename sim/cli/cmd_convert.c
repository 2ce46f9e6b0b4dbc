/* cmd_convert.c - bangpath convert: a topology in the words of the time's own programs. */
#include "command.h"

#include <bangpath/convert.h>
#include <bangpath/part.h>
#include <bangpath/signals.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

extern const BpCommand bp_command_convert;

typedef struct {
    char *output;
    gboolean force;
    gboolean quiet;
} Options;

static gboolean
fail(const char *path, const char *what, GError **error)
{
    g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "%s: %s: %s", path, what,
                g_strerror(errno));
    return FALSE;
}

/* One file below @folder, with the folders that it lies in. */
static gboolean
write_file(const char *folder, const BpConvertedFile *file, GError **error)
{
    g_autofree char *path = g_build_filename(folder, file->path, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    g_autoptr(GError) why = NULL;

    if (g_mkdir_with_parents(parent, 0777) != 0)
        return fail(parent, "cannot be made", error);
    if (!g_file_set_contents_full(path, file->text->str, (gssize)file->text->len,
                                  G_FILE_SET_CONTENTS_NONE, file->is_tool ? 0777 : 0666,
                                  &why)) {
        g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "%s", why->message);
        return FALSE;
    }
    return TRUE;
}

/* Takes away what was written of a folder: nothing else is in it. */
static void
remove_written(const char *folder, const BpConverted *converted)
{
    for (guint i = 0; i < converted->files->len; i++) {
        const BpConvertedFile *file = g_ptr_array_index(converted->files, i);
        g_autofree char *path = g_build_filename(folder, file->path, NULL);
        g_autofree char *parent = g_path_get_dirname(path);

        g_unlink(path);
        g_rmdir(parent);
    }
    g_rmdir(folder);
}

/* All files in a new folder, which gets its name when all are there. */
static gboolean
write_folder(const BpConverted *converted, const char *folder, GError **error)
{
    g_autofree char *part = g_strdup_printf("%s.part", folder);
    gboolean good = TRUE;

    if (g_mkdir(part, 0777) != 0)
        return fail(part,
                    errno == EEXIST ? "remove what a program that was killed has left"
                                    : "cannot be made",
                    error);
    bp_signals_hold();
    for (guint i = 0; i < converted->files->len && good && !bp_signals_came(); i++)
        good = write_file(part, g_ptr_array_index(converted->files, i), error);
    if (good && !bp_signals_came() && g_rename(part, folder) != 0)
        good = fail(folder, "cannot be written", error);
    if (!good || bp_signals_came())
        remove_written(part, converted);
    bp_signals_release();
    return good;
}

static gboolean
write_one(const BpConverted *converted, const char *output, GError **error)
{
    const BpConvertedFile *file = g_ptr_array_index(converted->files, 0);

    if (output == NULL) {
        fwrite(file->text->str, 1, file->text->len, stdout);
        return TRUE;
    }
    return bp_part_write(output, file->text->str, file->text->len, error);
}

static void
tell(const BpConverted *converted)
{
    g_printerr("%u hosts", converted->n_hosts);
    if (converted->n_hosts_left > 0 || converted->n_links_left > 0)
        g_printerr("; left out: %u hosts or nets and %u links (%s)",
                   converted->n_hosts_left, converted->n_links_left,
                   converted->why_left);
    g_printerr("\n");
}

/* A folder is always a new one: what stands in an old one may be somebody's mail. */
static gboolean
check_output(const BpConverter *converter, const Options *options, const char *topology,
             GError **error)
{
    if (!converter->is_folder)
        return command_check_output(options->output, options->force, error) &&
               command_spare_input(options->output, topology, error);
    if (options->output == NULL) {
        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "%s makes a folder: expected -o FOLDER", converter->name);
        return FALSE;
    }
    if (g_file_test(options->output, G_FILE_TEST_EXISTS)) {
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS,
                    "%s is there already: expected the name of a new folder",
                    options->output);
        return FALSE;
    }
    return TRUE;
}

static int
complain_of_kind(const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; bp_converters[i] != NULL; i++) {
        g_ptr_array_add(names, (gpointer)bp_converters[i]->name);
        g_string_append_printf(text, "%s%s",
                               i == 0                         ? ""
                               : bp_converters[i + 1] == NULL ? " or "
                                                              : ", ",
                               bp_converters[i]->name);
    }
    g_ptr_array_add(names, NULL);

    const char *nearest = bp_nearest(name, (const char *const *)names->pdata);

    g_printerr("bangpath convert: \"%s\": expected %s", name, text->str);
    if (nearest != NULL)
        g_printerr("; did you mean \"%s\"?", nearest);
    g_printerr("\n");
    return EXIT_BAD_USAGE;
}

static int
convert_topology(const Options *options, const char *kind, const char *path)
{
    const BpConverter *converter = bp_convert_find(kind);
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) error = NULL;

    if (converter == NULL)
        return complain_of_kind(kind);
    if (!check_output(converter, options, path, &error))
        return command_complain(error);

    g_autoptr(BpNetwork) network = command_read_topology(path, problems);

    if (network == NULL)
        return command_complain_all(problems);

    g_autoptr(BpConverted) converted = bp_convert(converter, network);

    if (!(converter->is_folder ? write_folder(converted, options->output, &error)
                               : write_one(converted, options->output, &error)))
        return command_complain(error);
    if (!options->quiet)
        tell(converted);
    return EXIT_DONE;
}

static char *
describe(void)
{
    GString *text = g_string_new("Kinds:\n");

    for (guint i = 0; bp_converters[i] != NULL; i++)
        g_string_append_printf(text, "  %-10s %s\n", bp_converters[i]->name,
                               bp_converters[i]->help);
    g_string_append(
        text, "\nExamples:\n"
              "  bangpath convert pathalias uucp.gv | pathalias -l ihnp4\n"
              "  bangpath convert taylor topologies/bang-path.gv -o five-hosts\n"
              "  echo hello | five-hosts/live.sh send oak 'elm!ash!fir!user'\n"
              "  five-hosts/live.sh run\n\n"
              "Telephone numbers, log-in names and passwords are made up.\n\n"
              "Exit status: 0 done, 1 the output could not be written, 2 bad usage "
              "or bad input.");
    return g_string_free(text, FALSE);
}

static int
run(int argc, char **argv)
{
    Options options = {0};
    g_autofree char *description = describe();
    const GOptionEntry entries[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
         "Where to put it: a file (else standard output), or a new folder", "OUT"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &options.force,
         "Replace OUT if it is a file that is there", NULL},
        {"quiet", 0, 0, G_OPTION_ARG_NONE, &options.quiet,
         "Say nothing of what was left out", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(&bp_command_convert, entries, description, &argc, &argv, 2, 2))
        status = convert_topology(&options, argv[1], argv[2]);
    g_free(options.output);
    return status;
}

const BpCommand bp_command_convert = {
    .name = "convert",
    .arguments = "KIND TOPOLOGY",
    .help = "Write a topology for pathalias, Taylor UUCP or the systems of the time",
    .run = run,
};
