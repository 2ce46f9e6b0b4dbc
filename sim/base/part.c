/* part.c - PATH.part, which gets its name when all of it is on the disk. */
#include <bangpath/part.h>

#include <bangpath/error.h>
#include <bangpath/signals.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail(const char *path, const char *why, GError **error)
{
    g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "%s: cannot be written: %s", path,
                why);
    return FALSE;
}

/* Whether the locked file is still the one called @part: another program may have finished
 * and renamed it just before it was locked. */
static gboolean
still_there(int lock, const char *part)
{
    struct stat held, named;

    return fstat(lock, &held) == 0 && lstat(part, &named) == 0 &&
           held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

int
bp_part_take(const char *path, gboolean makes, GError **error)
{
    g_autofree char *part = g_strconcat(path, ".part", NULL);
    int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (makes ? O_CREAT : 0);

    for (int tries = 0; tries < 100; tries++) {
        int lock = open(part, flags, 0666);
        int problem = lock < 0 ? errno : 0;

        if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0)
            problem = errno;
        if (problem == 0 && !still_there(lock, part)) {
            close(lock);
            continue;
        }
        if (problem == 0 && makes && ftruncate(lock, 0) != 0)
            problem = errno;
        if (problem == 0)
            return lock;
        if (lock >= 0)
            close(lock);
        fail(path,
             problem == EWOULDBLOCK ? "another run is writing it" : g_strerror(problem),
             error);
        return -1;
    }
    fail(path, "other runs are writing it", error);
    return -1;
}

FILE *
bp_part_open(const char *path, GError **error)
{
    g_autofree char *part = g_strconcat(path, ".part", NULL);
    FILE *file = NULL;
    int lock;

    bp_signals_hold();
    lock = bp_part_take(path, TRUE, error);
    if (lock >= 0) {
        bp_signals_set_part(part);
        file = fdopen(lock, "w");
    }
    if (lock >= 0 && file == NULL) {
        fail(path, g_strerror(errno), error);
        g_unlink(part);
        close(lock);
    }
    if (file == NULL)
        bp_signals_release();
    return file;
}

/* It is renamed or removed before its lock goes, so that nobody takes it up in between. */
gboolean
bp_part_close(const char *path, FILE *part, gboolean good, GError **error)
{
    g_autofree char *name = g_strconcat(path, ".part", NULL);

    if (good && (fflush(part) != 0 || ferror(part) != 0 || fsync(fileno(part)) != 0 ||
                 g_rename(name, path) != 0))
        good = fail(path, g_strerror(errno), error);
    if (!good)
        g_unlink(name);
    fclose(part);
    bp_signals_release();
    return good;
}

gboolean
bp_part_write(const char *path, const char *text, gsize length, GError **error)
{
    FILE *part = bp_part_open(path, error);

    if (part == NULL)
        return FALSE;
    fwrite(text, 1, length, part);
    return bp_part_close(path, part, TRUE, error);
}
