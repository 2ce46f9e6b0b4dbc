/* mailboxes.c - writes what lies in mailboxes, all of it or nothing. */
#include "mailboxes.h"

#include <bangpath/error.h>
#include <bangpath/plain.h>
#include <bangpath/signals.h>
#include <bangpath/story.h>
#include <bangpath/units.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>

/* Export: @files are made in @scratch, which is inside @directory, and moved when all are
 * there. */
typedef struct {
    BpRunDb *db;           /* borrowed */
    const char *directory; /* borrowed */
    char *scratch;         /* owned, (nullable) */
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
    return TRUE;
}

/* Removes what was not moved, and a directory of ours in which nothing is. */
static void
close_directory(Export *export, gboolean done)
{
    for (guint i = 0; export->scratch != NULL && i < export->files->len; i++) {
        g_autofree char *path = g_build_filename(
            export->scratch, g_ptr_array_index(export->files, i), NULL);

        g_unlink(path);
    }
    if (export->scratch != NULL)
        g_rmdir(export->scratch);
    if (export->made && !done)
        g_rmdir(export->directory);
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
        g_autofree char *from = g_build_filename(export->scratch, file, NULL);
        g_autofree char *to = g_build_filename(export->directory, file, NULL);

        if (g_rename(from, to) != 0)
            return fail(error, to, errno);
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
    done = open_directory(&export, error) && write_all(&export, deliveries, error) &&
           (bp_signals_came() || move_all(&export, error));
    mailboxes = bp_format_count(export.files->len);
    messages = bp_format_count(deliveries->len);
    if (done && !bp_signals_came())
        g_printerr("%s: %s mailbox%s, %s message%s\n", directory, mailboxes,
                   export.files->len == 1 ? "" : "es", messages,
                   deliveries->len == 1 ? "" : "s");
    close_directory(&export, done && !bp_signals_came());
    bp_signals_release();
    return done;
}
