/* output.c - a file that is written whole or not at all. */
#include "output.h"

#include <bangpath/error.h>
#include <bangpath/part.h>
#include <errno.h>
#include <stdio.h>

static gboolean
write_stdout(const char *data, gsize length, GError **error)
{
    if (fwrite(data, 1, length, stdout) == length && fflush(stdout) == 0)
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "standard output: %s",
                g_strerror(errno));
    return FALSE;
}

gboolean
output_check(const char *path, gboolean force, GError **error)
{
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return TRUE;
    if (!force) {
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS, "%s: is there already", path);
        return FALSE;
    }
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS,
                    "%s: is there, and is no plain file", path);
        return FALSE;
    }
    return TRUE;
}

gboolean
output_write(const char *path, gboolean force, GBytes *bytes, GError **error)
{
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);

    if (path == NULL)
        return write_stdout(data, length, error);
    return output_check(path, force, error) && bp_part_write(path, data, length, error);
}
