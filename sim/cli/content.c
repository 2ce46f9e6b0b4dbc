/* content.c - where the scenarios and topologies are that came with the program. */
#include "command.h"

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
