/* cmd_list.c - bangpath list: the scenarios and topologies that came with it. */
#include "command.h"

#include <bangpath/plain.h>
#include <stdio.h>
#include <string.h>

extern const BpCommand bp_command_list;

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
files_in(const char *folder, const char *suffix)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open(folder, 0, NULL);

    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        /* A pipe would wait for who fills it. */
        if (g_str_has_suffix(name, suffix) && g_file_test(path, G_FILE_TEST_IS_REGULAR))
            g_ptr_array_add(names, g_strdup(name));
    }
    if (dir != NULL)
        g_dir_close(dir);
    g_ptr_array_sort(names, compare_names);
    return names;
}

/* What stands behind @key and `=` in the first line of @text that begins with it: a title
 * or a label, with its quotes off. */
static char *
value_of(const char *text, const char *key)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        const char *at = strstr(lines[i], key);
        const char *equals = at != NULL ? strchr(at, '=') : NULL;

        if (equals == NULL || strchr("#;/", lines[i][0]) != NULL)
            continue;

        g_autofree char *value = g_strstrip(g_strdup(equals + 1));

        if (value[0] != '"')
            return g_steal_pointer(&value);

        char *end = strchr(value + 1, '"');

        return end != NULL ? g_strndup(value + 1, (gsize)(end - value - 1)) : NULL;
    }
    return NULL;
}

static void
print_folder(const char *root, const char *folder, const char *suffix, const char *key)
{
    g_autofree char *path = g_build_filename(root, folder, NULL);
    g_autoptr(GPtrArray) names = files_in(path, suffix);

    for (guint i = 0; i < names->len; i++) {
        g_autofree char *file =
            g_build_filename(path, g_ptr_array_index(names, i), NULL);
        const char *shown = g_str_has_prefix(file, "./") ? file + 2 : file;
        g_autofree char *text = NULL;
        g_autofree char *title = NULL;

        if (g_file_get_contents(file, &text, NULL, NULL))
            title = value_of(text, key);

        g_autofree char *plain_name = bp_plain(shown);
        g_autofree char *plain_title = bp_plain(title);

        g_print("  %-44s %s\n", plain_name, plain_title);
    }
}

static int
run(int argc, char **argv)
{
    if (!command_parse(
            &bp_command_list, NULL,
            "They are looked for in this folder, in share/bangpath beside the "
            "program's own, and above\nthe program where it was built.",
            &argc, &argv, 0, 0))
        return EXIT_BAD_USAGE;

    g_autofree char *root = command_find_content();

    if (root == NULL) {
        g_printerr("bangpath: no scenarios were found here, beside the program or in "
                   "share/bangpath: go to the folder that holds scenarios/, or begin "
                   "with 'bangpath new > my.scenario'\n");
        return EXIT_FAILED;
    }
    g_print("Scenarios ('bangpath run FILE'):\n");
    print_folder(root, "scenarios", ".scenario", "title");
    g_print("Topologies ('bangpath render FILE'):\n");
    print_folder(root, "topologies", ".gv", "label");
    return EXIT_DONE;
}

const BpCommand bp_command_list = {
    .name = "list",
    .arguments = "",
    .help = "The scenarios and topologies that came with it",
    .run = run,
};
