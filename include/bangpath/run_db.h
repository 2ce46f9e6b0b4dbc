/* run_db.h - a run on disk: an SQLite database that is written once and read ever after.
 *
 * Layer: results. docs/database.md says what its tables and columns mean. No wall-clock
 * time is in it: the same scenario and seed give the same rows.
 */
#ifndef BANGPATH_RUN_DB_H
#define BANGPATH_RUN_DB_H

#include <bangpath/error.h>
#include <glib.h>

/** BP_RUN_DB_SCHEMA: PRAGMA user_version; goes up when a table or column changes. */
#define BP_RUN_DB_SCHEMA 2

/** BP_RUN_DB_APPLICATION: PRAGMA application_id: "BgPt". */
#define BP_RUN_DB_APPLICATION 0x42675074

/* ---- writing ---- */

/**
 * BpRunDbWriter: a database in the making, `PATH.part` until it is finished. The first
 * failure is kept, and what is put afterwards is dropped; so only finish has to be asked.
 */
typedef struct _BpRunDbWriter BpRunDbWriter;

/**
 * bp_run_db_create:
 * @force: an existing @path may be replaced, if it is a plain file
 *
 * Returns: (nullable): BP_ERROR_EXISTS if @path is there and @force is not given;
 * BP_ERROR_OUTPUT if nothing can be written there, or another run is writing it.
 */
BpRunDbWriter *bp_run_db_create(const char *path, gboolean force, GError **error);

/**
 * bp_run_db_finish:
 *
 * Makes it `PATH`, once every byte is on the disk. On failure (BP_ERROR_OUTPUT, such as a
 * full disk; BP_ERROR_EXISTS, if `PATH` came into being meanwhile) nothing is left behind
 * and an older `PATH` is untouched.
 */
gboolean bp_run_db_finish(BpRunDbWriter *writer, GError **error);

/** bp_run_db_writer_free: removes the part unless it is finished. */
void bp_run_db_writer_free(BpRunDbWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpRunDbWriter, bp_run_db_writer_free)

/**
 * bp_run_db_create_kept: as bp_run_db_create(), but `PATH.part` outlives the program however it
 * ends: it stays as it was at the last checkpoint, with `PATH.part-journal` where it dies
 * between two. Freeing the writer does not remove it.
 */
BpRunDbWriter *bp_run_db_create_kept(const char *path, gboolean force, GError **error);

/** bp_run_db_create_scratch: rows that are compared, and then are gone: what SQLite cannot hold
 * in memory is in a nameless file of its own. Not to be finished. */
BpRunDbWriter *bp_run_db_create_scratch(void);

/** bp_run_db_checkpoint: makes the rows so far final, and with them @head and @state, which
 * bp_run_db_resume() gives back. Of a writer that is kept; @head is small. */
gboolean bp_run_db_checkpoint(BpRunDbWriter *writer, GBytes *head, GBytes *state,
                              GError **error);

/**
 * bp_run_db_resume:
 * @head: @state: (out) (transfer full): of the last checkpoint
 *
 * Goes on with `PATH.part` where its last checkpoint is. Returns: (nullable): BP_ERROR_INPUT if
 * there is none, or it is damaged, or of another version; BP_ERROR_OUTPUT if another run is
 * writing it. Then it stays as it is.
 */
BpRunDbWriter *bp_run_db_resume(const char *path, gboolean force, GBytes **head,
                                GBytes **state, GError **error);

/** bp_run_db_set_down: what was put is in `PATH.part`, whole, to be copied by
 * bp_run_db_copy(); the writer can only be freed, which removes it. */
gboolean bp_run_db_set_down(BpRunDbWriter *writer, GError **error);

/** bp_run_db_copy: puts all rows of the part @part, whose writer was set down; another
 * process may do so at the same time. */
gboolean bp_run_db_copy(BpRunDbWriter *writer, const char *part, GError **error);

/** bp_run_db_mute: what is put while @mute is dropped. */
void bp_run_db_mute(BpRunDbWriter *writer, gboolean mute);

/** bp_run_db_writer_ok: FALSE, and @error, once something could not be written. */
gboolean bp_run_db_writer_ok(const BpRunDbWriter *writer, GError **error);

/** BpRunDbTable: the tables, as docs/database.md names them. */
typedef enum {
    BP_TABLE_RUN,
    BP_TABLE_INPUTS,
    BP_TABLE_HOSTS,
    BP_TABLE_LINKS,
    BP_TABLE_SERIES,
    BP_TABLE_HOST_EVENTS,
    BP_TABLE_LINK_SERIES,
    BP_TABLE_TOTALS,
    BP_TABLE_MESSAGES,
    BP_TABLE_RECIPIENTS,
    BP_TABLE_HOPS,
    BP_TABLE_REFUSALS,
    BP_TABLE_BOUNCES,
    BP_N_TABLES,
} BpRunDbTable;

/**
 * bp_run_db_put:
 * @columns: a letter a column, in order, and after it that many arguments: `i` a gint64,
 *   `d` a double (NaN is NULL), `s` a const char * (NULL is NULL), `n` no argument: NULL
 *
 * Adds a row. All columns must be named.
 */
void bp_run_db_put(BpRunDbWriter *writer, BpRunDbTable table, const char *columns, ...);

/** bp_run_db_put_end: the recipient-copy of message @serial for @address, queued until
 * now, has ended; if the address stands there twice, the first that is still queued. */
void bp_run_db_put_end(BpRunDbWriter *writer, guint64 serial, const char *address,
                       const char *state, const char *reason, gint64 time_us,
                       guint32 at_host);

/* ---- reading ---- */

typedef struct _BpRunDb BpRunDb;

/** BpRunNode: a host or a net, numbered as in the run. Counts are of the whole run. */
typedef struct {
    const char *name;           /* borrowed from the database, as are all texts */
    const char *networks;       /* `uucp`, `uucp,internet`, or "" */
    const char *relay_at_begin; /* a policy's name: `open`, ...; "" for a net */
    const char *relay_at_end;
    const char *org; /* (nullable) */
    gboolean is_net;
    gint64 mailboxes;
    gint64 lines;
    double lat; /* NaN where unknown */
    double lon;
    gint64 spam_delivered; /* recipient-copies */
    gint64 delivered;      /* of any kind of mail */
    gint64 relayed;        /* third-party recipient-copies passed on */
    gint64 spool_bytes_at_end;
    gint64 paid_udollars;
    gint64 bytes; /* that left it */
} BpRunNode;

/** BpRunLink: a link of the map; the access line of a member is one, its b the net. */
typedef struct {
    guint32 a; /* nodes */
    guint32 b;
    const char *line; /* (nullable): the line profile's name, if it is one */
    const char *protocol;
    const char *schedule;
    gint64 bps;
    gint64 cost_ab;
    gint64 cost_ba;
    gint64 calls;
    gint64 line_us;
    gint64 paid_udollars;
    gint64 bytes_ab; /* what crossed from a to b */
    gint64 bytes_ba;
    gint64 copies_ab;
    gint64 copies_ba;
    gint64 spam_ab; /* of these copies, those of spam */
    gint64 spam_ba;
} BpRunLink;

/** BpRunPoint: one value of a series. */
typedef struct {
    gint64 time_us;
    double value;
} BpRunPoint;

/**
 * bp_run_db_open:
 *
 * Returns: (nullable): BP_ERROR_INPUT if @path is absent, is no database, another
 * program's, of an older or newer schema, or damaged: the message names @path.
 */
BpRunDb *bp_run_db_open(const char *path, GError **error);
void bp_run_db_free(BpRunDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpRunDb, bp_run_db_free)

const char *bp_run_db_path(const BpRunDb *db);
const char *bp_run_db_title(const BpRunDb *db);
gint64 bp_run_db_begin_unix_s(const BpRunDb *db);

/** bp_run_db_length_us: as the scenario has it. */
gint64 bp_run_db_length_us(const BpRunDb *db);

/** bp_run_db_end_us: how far the run came: its length, or less if it was interrupted. */
gint64 bp_run_db_end_us(const BpRunDb *db);
gboolean bp_run_db_complete(const BpRunDb *db);

/** bp_run_db_text: (nullable): the value of a key of the table `run`, such as `seed`. */
const char *bp_run_db_text(const BpRunDb *db, const char *key);

guint32 bp_run_db_n_nodes(const BpRunDb *db);
const BpRunNode *bp_run_db_node(const BpRunDb *db, guint32 node);

/** bp_run_db_n_links: of the map: a spammer's own lines are left out. */
guint32 bp_run_db_n_links(const BpRunDb *db);
const BpRunLink *bp_run_db_link(const BpRunDb *db, guint32 link);

/**
 * BpRunState: how things stood at a time; arrays may be NULL for what is not wanted.
 * @relay: by node: name of its relay state, "" for a net
 * @reached: by node: whether spam had come to a target mailbox there
 * @copies: @spam_copies: by link: that had crossed it, both ways, at the last snapshot:
 *   there are at most 60 in a run
 */
typedef struct {
    const char **relay;
    gboolean *reached;
    guint64 *copies;
    guint64 *spam_copies;
} BpRunState;

/** bp_run_db_state_at: fills the caller's arrays of @state; what happens at @time_us itself
 * is in. */
gboolean bp_run_db_state_at(BpRunDb *db, gint64 time_us, const BpRunState *state,
                            GError **error);

/** bp_run_db_total: a number of the table `totals`, by the name that it has in the JSON,
 * such as `spam.reach`. FALSE if it is not there or null. */
gboolean bp_run_db_total(const BpRunDb *db, const char *measure, double *value);

/** bp_run_db_totals: (array zero-terminated=1): names of all totals, by name. */
const char *const *bp_run_db_totals(const BpRunDb *db);

/** bp_run_db_series: (transfer full) (nullable): BpRunPoint by time, such as of
 * `open_relays`; empty if there is no such series. NULL on damage: BP_ERROR_INPUT. */
GArray *bp_run_db_series(BpRunDb *db, const char *measure, GError **error);

/** bp_run_db_event_times: (transfer full) (nullable): gint64, ascending: when a host's relay
 * state changed, or spam or a worm first came to a host: moments worth a picture. */
GArray *bp_run_db_event_times(BpRunDb *db, GError **error);

/** bp_run_db_inputs: (transfer full) (nullable): of BpInput: what the run was made of, without
 * the texts. NULL on damage: BP_ERROR_INPUT. */
GPtrArray *bp_run_db_inputs(BpRunDb *db, GError **error);

/** BpRunDbCount: what bp_run_db_compare() has seen. */
typedef struct {
    guint64 rows;   /* of the database */
    guint64 differ; /* of these, and those that are missing there */
    char *first;    /* owned, (nullable): where, and what is wrong there */
} BpRunDbCount;

void bp_run_db_count_clear(BpRunDbCount *count);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BpRunDbCount, bp_run_db_count_clear)

/** bp_run_db_compare: every row of every table of @db with what @made has. FALSE: @db is
 * damaged, or @made could not be written. */
gboolean bp_run_db_compare(BpRunDb *db, BpRunDbWriter *made, BpRunDbCount *count,
                           GError **error);

#endif
