/* run_db_write.c - puts rows into PATH.part, and makes it PATH when all are on the disk.
 *
 * SQLite keeps no journal: a part that fails is thrown away whole. Two runs that would
 * write one path are told apart by a lock on the part, which also lets a part that a
 * killed run has left behind be used again.
 */
#include <bangpath/run_db.h>

#include <bangpath/part.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run_db_schema.h"
#include "run_db_write_private.h"

static const char end_sql[] =
    "UPDATE recipients SET state = ?3, reason = ?4, time_us = ?5, at_host = ?6 "
    "WHERE serial = ?1 AND rcpt = ?2 AND number = (SELECT min(number) FROM recipients "
    "WHERE serial = ?1 AND rcpt = ?2 AND state = 'queued')";

const char *
bp_run_db_why(sqlite3 *db)
{
    int code = sqlite3_errcode(db);
    int system_errno = sqlite3_system_errno(db);

    if (code == SQLITE_FULL)
        return "the disk is full";
    if ((code == SQLITE_IOERR || code == SQLITE_CANTOPEN) && system_errno != 0)
        return g_strerror(system_errno);
    return sqlite3_errmsg(db);
}

void
bp_run_db_fail(BpRunDbWriter *writer, const char *text)
{
    if (writer->failed == NULL)
        writer->failed = g_error_new(BP_ERROR, BP_ERROR_OUTPUT,
                                     "%s: cannot be written: %s", writer->path, text);
}

void
bp_run_db_execute(BpRunDbWriter *writer, const char *sql)
{
    if (writer->failed == NULL &&
        sqlite3_exec(writer->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        bp_run_db_fail(writer, bp_run_db_why(writer->db));
}

static sqlite3_stmt *
prepare(BpRunDbWriter *writer, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    if (writer->failed == NULL &&
        sqlite3_prepare_v3(writer->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                           NULL) != SQLITE_OK)
        bp_run_db_fail(writer, bp_run_db_why(writer->db));
    return statement;
}

static void
step(BpRunDbWriter *writer, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        bp_run_db_fail(writer, bp_run_db_why(writer->db));
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

static void
make_table(BpRunDbWriter *writer, BpRunDbTable table, gboolean makes)
{
    const BpRunDbShape *shape = &bp_run_db_shapes[table];
    g_autofree char *make = g_strdup_printf("CREATE TABLE %s (%s)%s", shape->name,
                                            shape->columns, shape->options);
    g_autoptr(GString) insert = g_string_new(NULL);

    g_string_printf(insert, "INSERT INTO %s VALUES (?", shape->name);
    for (guint i = 1; i < shape->n_columns; i++)
        g_string_append(insert, ", ?");
    g_string_append_c(insert, ')');

    if (makes)
        bp_run_db_execute(writer, make);
    writer->insert[table] = prepare(writer, insert->str);
}

/* Whether something may be put at @path: FALSE and why not. */
static gboolean
may_make(const char *path, gboolean force, GError **error)
{
    struct stat there;

    if (lstat(path, &there) != 0)
        return TRUE;
    if (!force) {
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS,
                    "%s: is there already; --force replaces it", path);
        return FALSE;
    }
    if (!S_ISREG(there.st_mode)) {
        g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT,
                    "%s: cannot be replaced: it is no plain file", path);
        return FALSE;
    }
    return TRUE;
}

/* A part that is to outlive the program has a journal, so that what is begun after a
 * checkpoint can be undone. */
static void
set_up(BpRunDbWriter *writer, gboolean makes)
{
    g_autofree char *plain =
        writer->is_scratch ? g_strdup("") : bp_run_db_plain_path(writer->part);
    const char *safety = writer->is_kept
                             ? "journal_mode = DELETE; PRAGMA synchronous = "
                               "NORMAL"
                             : "journal_mode = OFF; PRAGMA synchronous = OFF";
    g_autofree char *mark =
        g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d; "
                        "PRAGMA encoding = 'UTF-8';",
                        BP_RUN_DB_APPLICATION, BP_RUN_DB_SCHEMA);
    g_autofree char *pragmas = g_strdup_printf(
        "%s PRAGMA %s; PRAGMA temp_store = MEMORY; "
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -16384; BEGIN EXCLUSIVE",
        makes ? mark : "", safety);

    if (sqlite3_open_v2(plain, &writer->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK) {
        bp_run_db_fail(writer,
                       writer->db ? bp_run_db_why(writer->db) : g_strerror(ENOMEM));
        return;
    }
    bp_run_db_trust_rows_only(writer->db);
    bp_run_db_execute(writer, pragmas);
    for (guint table = 0; table < BP_N_TABLES; table++)
        make_table(writer, table, makes);
    writer->end = prepare(writer, end_sql);
}

BpRunDbWriter *
bp_run_db_writer_new(const char *path, int lock, gboolean force, gboolean is_kept,
                     gboolean makes)
{
    BpRunDbWriter *writer = g_new0(BpRunDbWriter, 1);

    writer->path = g_strdup(path);
    writer->part = g_strconcat(path, ".part", NULL);
    writer->lock = lock;
    writer->force = force;
    writer->is_kept = is_kept;
    set_up(writer, makes);
    return writer;
}

BpRunDbWriter *
bp_run_db_create_scratch(void)
{
    BpRunDbWriter *writer = g_new0(BpRunDbWriter, 1);

    writer->path = g_strdup("a database for comparison");
    writer->lock = -1;
    writer->is_scratch = TRUE;
    set_up(writer, TRUE);
    return writer;
}

static BpRunDbWriter *
create(const char *path, gboolean force, gboolean is_kept, GError **error)
{
    BpRunDbWriter *writer;
    int lock;

    g_return_val_if_fail(path != NULL, NULL);

    if (*path == '\0') {
        g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT,
                    "the name of the output is empty");
        return NULL;
    }
    if (!may_make(path, force, error))
        return NULL;
    lock = bp_part_take(path, TRUE, error);
    if (lock < 0)
        return NULL;
    if (is_kept) {
        g_autofree char *journal = g_strconcat(path, ".part-journal", NULL);

        g_unlink(journal); /* of a part that is no more */
    }
    writer = bp_run_db_writer_new(path, lock, force, is_kept, TRUE);
    if (!bp_run_db_writer_ok(writer, error)) {
        bp_run_db_writer_free(writer);
        return NULL;
    }
    return writer;
}

BpRunDbWriter *
bp_run_db_create(const char *path, gboolean force, GError **error)
{
    return create(path, force, FALSE, error);
}

BpRunDbWriter *
bp_run_db_create_kept(const char *path, gboolean force, GError **error)
{
    return create(path, force, TRUE, error);
}

void
bp_run_db_close(BpRunDbWriter *writer)
{
    for (guint table = 0; table < BP_N_TABLES; table++)
        g_clear_pointer(&writer->insert[table], sqlite3_finalize);
    g_clear_pointer(&writer->end, sqlite3_finalize);
    g_clear_pointer(&writer->db, sqlite3_close);
}

/* The part goes before its lock does, so that no other run takes it up in between. */
static void
remove_part(BpRunDbWriter *writer)
{
    bp_run_db_close(writer);
    if (writer->part && !writer->is_kept)
        g_unlink(writer->part);
    g_clear_pointer(&writer->part, g_free);
    if (writer->lock >= 0)
        close(writer->lock);
    writer->lock = -1;
}

/* The name is on the disk too when its directory is. Not every file system can. */
static void
sync_directory(const char *path)
{
    g_autofree char *directory = g_path_get_dirname(path);
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return;
    (void)fsync(fd);
    close(fd);
}

/* How often it was written is in the header of the file, twice: the same for any number of
 * checkpoints, so that one run gives one file. */
static void
forget_changes(BpRunDbWriter *writer)
{
    const guint8 one[4] = {0, 0, 0, 1};

    if (pwrite(writer->lock, one, sizeof one, 24) != (gssize)sizeof one ||
        pwrite(writer->lock, one, sizeof one, 92) != (gssize)sizeof one)
        bp_run_db_fail(writer, g_strerror(errno));
}

gboolean
bp_run_db_finish(BpRunDbWriter *writer, GError **error)
{
    g_return_val_if_fail(writer->part != NULL, FALSE);

    if (writer->is_kept)
        bp_run_db_execute(writer, "DROP TABLE IF EXISTS checkpoint");
    bp_run_db_execute(writer, bp_run_db_indexes);
    bp_run_db_execute(writer, "COMMIT");
    if (writer->is_kept)
        bp_run_db_execute(writer, "VACUUM");
    bp_run_db_close(writer);
    if (writer->is_kept && writer->failed == NULL)
        forget_changes(writer);
    if (writer->failed == NULL && fsync(writer->lock) != 0)
        bp_run_db_fail(writer, g_strerror(errno));
    if (!bp_run_db_writer_ok(writer, error) ||
        !may_make(writer->path, writer->force, error)) {
        remove_part(writer);
        return FALSE;
    }
    if (g_rename(writer->part, writer->path) != 0) {
        bp_run_db_fail(writer, g_strerror(errno));
        remove_part(writer);
        return bp_run_db_writer_ok(writer, error);
    }
    g_clear_pointer(&writer->part, g_free);
    sync_directory(writer->path);
    return TRUE;
}

void
bp_run_db_writer_free(BpRunDbWriter *writer)
{
    if (writer == NULL)
        return;
    remove_part(writer);
    g_clear_error(&writer->failed);
    g_free(writer->path);
    g_free(writer);
}

void
bp_run_db_mute(BpRunDbWriter *writer, gboolean mute)
{
    writer->mute = mute;
}

gboolean
bp_run_db_writer_ok(const BpRunDbWriter *writer, GError **error)
{
    if (writer->failed == NULL)
        return TRUE;
    g_propagate_error(error, g_error_copy(writer->failed));
    return FALSE;
}

void
bp_run_db_bind_text(sqlite3_stmt *statement, int column, const char *text)
{
    if (text == NULL)
        return;
    if (g_utf8_validate(text, -1, NULL))
        sqlite3_bind_text(statement, column, text, -1, SQLITE_TRANSIENT);
    else
        sqlite3_bind_text(statement, column, g_utf8_make_valid(text, -1), -1, g_free);
}

/* The caller has begun @values, which the analyzer does not see behind a pointer.
 * NOLINTBEGIN(clang-analyzer-valist.Uninitialized) */
static void
bind(sqlite3_stmt *statement, int column, char type, va_list *values)
{
    switch (type) {
    case 'i':
        sqlite3_bind_int64(statement, column, va_arg(*values, gint64));
        return;
    case 'd':
        sqlite3_bind_double(statement, column, va_arg(*values, double));
        return;
    case 's':
        bp_run_db_bind_text(statement, column, va_arg(*values, const char *));
        return;
    default:
        g_assert(type == 'n');
    }
}
/* NOLINTEND(clang-analyzer-valist.Uninitialized) */

void
bp_run_db_put(BpRunDbWriter *writer, BpRunDbTable table, const char *columns, ...)
{
    va_list values;

    g_return_if_fail(strlen(columns) == bp_run_db_shapes[table].n_columns);

    if (writer->failed || writer->mute)
        return;
    va_start(values, columns);
    for (int i = 0; columns[i]; i++)
        bind(writer->insert[table], i + 1, columns[i], &values);
    va_end(values);
    step(writer, writer->insert[table]);
}

void
bp_run_db_put_end(BpRunDbWriter *writer, guint64 serial, const char *address,
                  const char *state, const char *reason, gint64 time_us,
                  guint32 at_host)
{
    if (writer->failed || writer->mute)
        return;
    sqlite3_bind_int64(writer->end, 1, (gint64)serial);
    bp_run_db_bind_text(writer->end, 2, address);
    bp_run_db_bind_text(writer->end, 3, state);
    bp_run_db_bind_text(writer->end, 4, reason);
    sqlite3_bind_int64(writer->end, 5, time_us);
    sqlite3_bind_int64(writer->end, 6, at_host);
    step(writer, writer->end);
}
