/* replay.c - runs a target over files, or all files of folders: the corpus in the tests of
 * an ordinary build, and a finding under a debugger. AFL++ runs it with @@.
 */
#include "fuzz.h"

#include <stdio.h>

static guint n_inputs;

static void
replay_file(const char *path)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    gsize size;

    if (!g_file_get_contents(path, &text, &size, &error))
        g_error("%s", error->message);

    /* Exactly as long as it may be read, so that a sanitizer sees a byte too many. */
    g_autofree uint8_t *data = g_malloc(MAX(size, 1));

    if (size > 0)
        memcpy(data, text, size);
    LLVMFuzzerTestOneInput(data, size);
    n_inputs++;
}

static void
replay(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;

    if (folder == NULL) {
        replay_file(path);
        return;
    }
    while ((name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *file = g_build_filename(path, name, NULL);

        replay_file(file);
    }
}

int
main(int argc, char **argv)
{
    g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    printf("1..1\n%s 1 - %u inputs are read\n", n_inputs > 0 ? "ok" : "not ok",
           n_inputs);
    return n_inputs > 0 ? 0 : 1;
}
