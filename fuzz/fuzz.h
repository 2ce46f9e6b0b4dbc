/* fuzz.h - what the fuzz targets share.
 *
 * A target is one file, fuzz_NAME.c, one word in fuzz/meson.build and a folder
 * corpus/NAME of inputs to begin with. It takes any bytes, reads them as one of our
 * readers does, and ends: whatever it was given, nothing but a list of problems may come of
 * it. libFuzzer and AFL++ call it through LLVMFuzzerTestOneInput(); replay.c does in an
 * ordinary build, once for each file of the corpus.
 */
#ifndef BANGPATH_FUZZ_H
#define BANGPATH_FUZZ_H

#include <bangpath/error.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* GLib ends the program by a trap after a critical message, which libFuzzer takes for no finding of its own. */
static inline void
fuzz_abort(int number)
{
    (void)number;
    abort();
}

__attribute__((constructor)) static void
fuzz_set_up(void)
{
    signal(SIGTRAP, fuzz_abort);
}

static char *fuzz_folder; /* of this process, once there is one */

static inline void
fuzz_clean_up(void)
{
    g_autoptr(GDir) folder = g_dir_open(fuzz_folder, 0, NULL);
    const char *name;

    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *path = g_build_filename(fuzz_folder, name, NULL);

        g_unlink(path);
    }
    g_rmdir(fuzz_folder);
    g_free(fuzz_folder);
}

/* A file with @size bytes, in a folder of this process that is gone at its end. (transfer
 * full): its path. */
static inline char *
fuzz_file(const char *name, const void *data, size_t size)
{
    if (fuzz_folder == NULL) {
        fuzz_folder = g_dir_make_tmp("bangpath-fuzz-XXXXXX", NULL);
        g_assert_nonnull(fuzz_folder);
        atexit(fuzz_clean_up);
    }

    char *path = g_build_filename(fuzz_folder, name, NULL);

    g_assert_true(g_file_set_contents_full(path, data, (gssize)size,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    return path;
}

/* @data as text: with a NUL behind it, and maybe some in it. (transfer full) */
static inline char *
fuzz_text(const uint8_t *data, size_t size)
{
    char *text = g_malloc(size + 1);

    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

/* What was found must be told: none, or at least one line. */
static inline void
fuzz_told(const BpProblems *problems, gboolean is_good)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(bp_problems_to_error(problems, &error) == is_good);
    g_assert_true(is_good || error->message[0] != '\0');
}

#endif
