/* uucp_file.c - a map as it stands in a file, or comes from standard input. */
#include <bangpath/map_file.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail_reading(const char *name, const char *why, GError **error)
{
    g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "%s: cannot be read: %s", name, why);
    return FALSE;
}

/* All that @fd has, as much as there may be. */
static gboolean
read_bytes(int fd, const char *name, GByteArray *bytes, GError **error)
{
    struct stat about;
    gsize room = 65536;
    gssize n;

    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0)
        room = (gsize)MIN(about.st_size, BP_MAP_FILE_MAX_BYTES) + 1;
    do {
        guint length = bytes->len;

        if (length > BP_MAP_FILE_MAX_BYTES) {
            g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                        "%s: more than 64 MiB: this is no map", name);
            return FALSE;
        }
        g_byte_array_set_size(bytes, length + (guint)room);
        do
            n = read(fd, bytes->data + length, room);
        while (n < 0 && errno == EINTR);
        if (n < 0)
            return fail_reading(name, g_strerror(errno), error);
        g_byte_array_set_size(bytes, length + (guint)n);
        room = 65536;
    } while (n > 0);
    return TRUE;
}

gboolean
bp_map_file_read(BpMap *map, const char *path, const BpMapListener *listener,
                 BpProblems *problems, GError **error)
{
    const char *name = path ? path : "standard input";
    g_autoptr(GByteArray) bytes = NULL;
    int fd = STDIN_FILENO;
    gboolean good;

    g_return_val_if_fail(map && problems, FALSE);

    if (path)
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        g_autofree char *why = bp_why_unreadable(name, errno);

        return fail_reading(name, why, error);
    }
    bytes = g_byte_array_new();
    good = read_bytes(fd, name, bytes, error);
    if (path)
        close(fd);
    if (good && bytes->len > 0)
        bp_map_text_read(map, (const char *)bytes->data, bytes->len, name, listener,
                         problems);
    return good;
}
