/* source.c - bytes from a file or from memory. */
#include "source.h"

#include <bangpath/scenario_file.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail(const char *path, int failure, GError **error)
{
    g_autofree char *why = bp_why_unreadable(path, failure);

    g_set_error(error, BP_ERROR, BP_ERROR_INPUT, "cannot be read: %s", why);
    return FALSE;
}

gboolean
bp_source_open(BpSource *source, const char *path, gboolean digest, GError **error)
{
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    *source = (BpSource){.fd = -1};
    if (fd < 0)
        return fail(path, errno, error);
    if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) {
        close(fd);
        return fail(path, EISDIR, error);
    }

    source->fd = fd;
    source->buffer = g_malloc(BP_SOURCE_BUFFER);
    source->at = source->end = source->buffer;
    if (digest) {
        source->sum = g_checksum_new(G_CHECKSUM_SHA256);
        source->kept = g_string_new(NULL);
    }
    return TRUE;
}

void
bp_source_open_text(BpSource *source, const char *text, gsize n_bytes)
{
    *source = (BpSource){.fd = -1, .ended = TRUE};
    source->at = (const guint8 *)text;
    source->end = source->at + n_bytes;
}

void
bp_source_close(BpSource *source)
{
    if (source->fd >= 0)
        close(source->fd);
    if (source->kept)
        g_string_free(source->kept, TRUE);
    g_clear_pointer(&source->sum, g_checksum_free);
    g_clear_pointer(&source->buffer, g_free);
    *source = (BpSource){.fd = -1, .ended = TRUE};
}

static void
digest(BpSource *source, const guint8 *bytes, gsize n)
{
    if (!source->sum)
        return;

    g_checksum_update(source->sum, bytes, (gssize)n);
    if (!source->kept)
        return;
    if (source->kept->len + n <= BP_SOURCE_KEPT_BYTES) {
        g_string_append_len(source->kept, (const char *)bytes, (gssize)n);
    } else {
        g_string_free(source->kept, TRUE);
        source->kept = NULL;
    }
}

/* What waits moves to the front, so that the file is read behind it. */
gsize
bp_source_fill(BpSource *source, gsize n)
{
    gsize waiting = (gsize)(source->end - source->at);

    if (waiting >= n || source->ended)
        return waiting;

    memmove(source->buffer, source->at, waiting);
    source->at = source->buffer;
    while (waiting < n && !source->ended) {
        guint8 *room = source->buffer + waiting;
        gssize got = read(source->fd, room, BP_SOURCE_BUFFER - waiting);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            source->failure = errno;
        if (got <= 0) {
            source->ended = TRUE;
            break;
        }
        digest(source, room, (gsize)got);
        waiting += (gsize)got;
    }
    source->end = source->buffer + waiting;
    return waiting;
}

GString *
bp_source_read(BpSource *source, gsize max)
{
    GString *text = g_string_new(NULL);

    while (text->len <= max && bp_source_fill(source, 1) > 0) {
        g_string_append_len(text, (const char *)source->at,
                            (gssize)(source->end - source->at));
        source->at = source->end;
    }
    return text;
}

gboolean
bp_source_check(const BpSource *source, const char *name, BpProblems *problems)
{
    if (source->failure == 0)
        return TRUE;

    bp_problems_add(problems, name, 0, "cannot be read: %s",
                    g_strerror(source->failure));
    return FALSE;
}

BpInput *
bp_source_input(BpSource *source, const char *path)
{
    BpInput *input;

    g_return_val_if_fail(source->sum, NULL);

    while (bp_source_fill(source, 1) > 0)
        source->at = source->end;

    input = g_new0(BpInput, 1);
    input->path = g_strdup(path);
    input->sha256 = g_strdup(g_checksum_get_string(source->sum));
    if (source->kept && !memchr(source->kept->str, '\0', source->kept->len))
        input->text = g_strdup(source->kept->str);
    return input;
}

GPtrArray *
bp_inputs_read_again(const GPtrArray *inputs, GError **error)
{
    g_autoptr(GPtrArray) again =
        g_ptr_array_new_with_free_func((GDestroyNotify)bp_input_free);

    for (guint i = 0; i < inputs->len; i++) {
        const BpInput *input = inputs->pdata[i];
        BpInput *now;
        BpSource source;

        if (!bp_source_open(&source, input->path, TRUE, error)) {
            g_prefix_error(error, "%s: ", input->path);
            return NULL;
        }
        now = bp_source_input(&source, input->path);
        g_ptr_array_add(again, now);
        bp_source_close(&source);
        if (g_strcmp0(now->sha256, input->sha256) == 0)
            continue;
        g_set_error(error, BP_ERROR, BP_ERROR_INPUT,
                    "%s: is another than it was when the run was made", input->path);
        return NULL;
    }
    return g_steal_pointer(&again);
}
