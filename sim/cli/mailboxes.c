/* mailboxes.c - writes what lies in mailboxes, all of it or nothing. */
#include "mailboxes.h"

#include "command.h"

#include <bangpath/error.h>
#include <bangpath/plain.h>
#include <bangpath/signals.h>
#include <bangpath/story.h>
#include <bangpath/units.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

/* Export: @files are made in @scratch, which is inside @directory, and moved when all are
 * there. What is done once that has begun asks for no memory, so that all are moved or none. */
typedef struct {
    BpRunDb *db;           /* borrowed */
    const char *directory; /* borrowed */
    char *scratch;         /* owned, (nullable) */
    int directory_fd;      /* or -1 */
    int scratch_fd;        /* likewise */
    GPtrArray *files;      /* owned: names of those made */
    gboolean made;         /* the directory was not there */
    gboolean force;
} Export;

static gboolean
fail(GError **error, const char *path, int number)
{
    g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "%s: %s", path, g_strerror(number));
    return FALSE;
}

static gboolean
open_directory(Export *export, GError **error)
{
    export->made = g_mkdir(export->directory, 0777) == 0;
    if (!export->made && errno != EEXIST)
        return fail(error, export->directory, errno);
    if (!g_file_test(export->directory, G_FILE_TEST_IS_DIR)) {
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS,
                    "%s: is there, and is no directory", export->directory);
        return FALSE;
    }
    export->scratch = g_build_filename(export->directory, ".part-XXXXXX", NULL);
    if (g_mkdtemp_full(export->scratch, 0700) == NULL) {
        const int number = errno;

        g_clear_pointer(&export->scratch, g_free);
        return fail(error, export->directory, number);
    }
    export->directory_fd = open(export->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    export->scratch_fd = open(export->scratch, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (export->directory_fd >= 0 && export->scratch_fd >= 0) ||
           fail(error, export->directory, errno);
}

/* Removes what was not moved, and the folder for it. Where memory has run out, too. */
static void
remove_scratch(Export *export)
{
    for (guint i = 0; export->scratch_fd >= 0 && i < export->files->len; i++)
        unlinkat(export->scratch_fd, g_ptr_array_index(export->files, i), 0);
    if (export->scratch != NULL)
        rmdir(export->scratch);
}

/* And a directory of ours, in which nothing is then. */
static void
undo(gpointer data)
{
    Export *export = data;

    remove_scratch(export);
    if (export->made)
        rmdir(export->directory);
}

static void
close_directory(Export *export, gboolean done)
{
    if (done)
        remove_scratch(export);
    else
        undo(export);
    if (export->scratch_fd >= 0)
        close(export->scratch_fd);
    if (export->directory_fd >= 0)
        close(export->directory_fd);
    g_free(export->scratch);
    g_ptr_array_unref(export->files);
}

/* Whether @file may be made. */
static gboolean
check_file(const Export *export, const char *file, GError **error)
{
    g_autofree char *path = g_build_filename(export->directory, file, NULL);
    const gboolean is_link = g_file_test(path, G_FILE_TEST_IS_SYMLINK);

    if (!is_link && !g_file_test(path, G_FILE_TEST_EXISTS))
        return TRUE;
    if (!export->force) {
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS,
                    "%s: is there already; --force replaces it", path);
        return FALSE;
    }
    if (is_link || !g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS,
                    "%s: is there, and is no plain file", path);
        return FALSE;
    }
    return TRUE;
}

/* The mailbox of deliveries @first to before @end. */
static gboolean
write_mailbox(Export *export, const GArray *deliveries, guint first, guint end,
              GError **error)
{
    char *file = bp_story_mailbox_file(
        g_array_index(deliveries, BpStoryDelivery, first).address);
    g_autofree char *path = g_build_filename(export->scratch, file, NULL);
    FILE *out;
    int number = 0;

    g_ptr_array_add(export->files, file);
    if (!check_file(export, file, error))
        return FALSE;
    out = g_fopen(path, "w");
    if (out == NULL)
        return fail(error, path, errno);
    for (guint i = first; i < end && number == 0; i++) {
        g_autofree char *text = bp_story_mbox(
            export->db, &g_array_index(deliveries, BpStoryDelivery, i), error);

        if (text == NULL) {
            fclose(out);
            return FALSE;
        }
        number = fputs(text, out) == EOF ? errno : 0;
    }
    if (fclose(out) != 0 && number == 0)
        number = errno;
    return number == 0 || fail(error, path, number);
}

static gboolean
write_all(Export *export, const GArray *deliveries, GError **error)
{
    for (guint first = 0, end; first < deliveries->len && !bp_signals_came();
         first = end) {
        const BpStoryDelivery *at = &g_array_index(deliveries, BpStoryDelivery, first);

        for (end = first + 1; end < deliveries->len; end++)
            if (g_array_index(deliveries, BpStoryDelivery, end).address != at->address)
                break;
        if (!write_mailbox(export, deliveries, first, end, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
move_all(Export *export, GError **error)
{
    for (guint i = 0; i < export->files->len; i++) {
        const char *file = g_ptr_array_index(export->files, i);

        if (renameat(export->scratch_fd, file, export->directory_fd, file) != 0)
            return fail(error, file, errno);
    }
    return TRUE;
}

static gboolean
is_any(const BpRunDb *db, const GArray *deliveries, gint64 serial, GError **error)
{
    g_autofree char *keep = NULL;

    if (deliveries->len > 0)
        return TRUE;
    keep = bp_story_how_to_keep(db);
    if (serial >= 0)
        g_set_error(error, BP_ERROR, BP_ERROR_UNKNOWN,
                    "%s: message %" G_GINT64_FORMAT
                    " came to no mailbox: nothing to write",
                    bp_run_db_path(db), serial);
    else
        g_set_error(error, BP_ERROR, BP_ERROR_UNKNOWN,
                    "%s: no message that it has came to a mailbox: %s",
                    bp_run_db_path(db), keep);
    return FALSE;
}

gboolean
mailboxes_write(BpRunDb *db, gint64 serial, const char *directory, gboolean force,
                GError **error)
{
    g_autoptr(GArray) deliveries = bp_story_delivered(db, serial, error);
    Export export = {
        .db = db,
        .directory = directory,
        .directory_fd = -1,
        .scratch_fd = -1,
        .files = NULL,
        .force = force,
    };
    g_autofree char *mailboxes = NULL;
    g_autofree char *messages = NULL;
    gboolean done;

    if (deliveries == NULL || !is_any(db, deliveries, serial, error))
        return FALSE;
    export.files = g_ptr_array_new_with_free_func(g_free);
    bp_signals_hold();
    command_set_undo(undo, &export);
    done = open_directory(&export, error) && write_all(&export, deliveries, error) &&
           (bp_signals_came() || move_all(&export, error));
    mailboxes = bp_format_count(export.files->len);
    messages = bp_format_count(deliveries->len);
    if (done && !bp_signals_came())
        g_printerr("%s: %s mailbox%s, %s message%s\n", directory, mailboxes,
                   export.files->len == 1 ? "" : "es", messages,
                   deliveries->len == 1 ? "" : "s");
    command_set_undo(NULL, NULL);
    close_directory(&export, done && !bp_signals_came());
    bp_signals_release();
    return done;
}
