/* content.c - where the scenarios and topologies are that came with the program. */
#include "command.h"

#include <errno.h>

/* Where the program stands, or NULL. */
static char *
program_directory(void)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);

    return program != NULL ? g_path_get_dirname(program) : NULL;
}

char *
command_find_content(void)
{
    g_autofree char *bin = program_directory();
    const char *const below[] = {"../share/bangpath", "../..", "../../..", NULL};

    if (g_file_test("scenarios", G_FILE_TEST_IS_DIR))
        return g_strdup(".");
    for (guint i = 0; bin != NULL && below[i] != NULL; i++) {
        g_autofree char *root = g_build_filename(bin, below[i], NULL);
        g_autofree char *scenarios = g_build_filename(root, "scenarios", NULL);

        if (g_file_test(scenarios, G_FILE_TEST_IS_DIR))
            return g_canonicalize_filename(root, NULL);
    }
    return NULL;
}

gboolean
command_expect_there(const char *path, const char *suffix, BpProblems *problems)
{
    const char *folder = g_str_equal(suffix, ".scenario") ? "scenarios" : "topologies";
    g_autofree char *base = g_path_get_basename(path);
    g_autofree char *name =
        g_strconcat(base, g_str_has_suffix(base, suffix) ? "" : suffix, NULL);
    g_autofree char *root = NULL;
    g_autofree char *file = NULL;

    if (g_file_test(path, G_FILE_TEST_EXISTS))
        return TRUE;
    root = command_find_content();
    if (root == NULL)
        return TRUE;
    file = g_build_filename(g_str_equal(root, ".") ? "" : root, folder, name, NULL);
    if (!g_file_test(file, G_FILE_TEST_IS_REGULAR))
        return TRUE;
    bp_problems_add(problems, path, 0, "cannot be read: %s; did you mean \"%s\"?",
                    g_strerror(ENOENT), file);
    return FALSE;
}
