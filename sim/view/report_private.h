/* report_private.h - what the parts of a report share. Each adds members to the object of
 * one run that is being built.
 *
 *   report.c           the page around the data
 *   report_json.c      a run: its name, totals, series and events
 *   report_network.c   where hosts and links are
 *   report_traffic.c   what crossed them, picture by picture
 *   report_messages.c  the stories of messages
 *   report_words.c     what was simulated, in words
 *   report_pack.c      arrays of numbers as text
 *
 * Private to view.
 */
#ifndef REPORT_PRIVATE_H
#define REPORT_PRIVATE_H

#include <bangpath/run_db.h>
#include <glib.h>
#include <json-glib/json-glib.h>

#include "picture_plan.h"

/** ReportRun: a run on its way into the page. */
typedef struct {
    BpRunDb *db;        /* borrowed */
    guint n_runs;       /* they share what room there is */
    BpPicture *picture; /* owned: as it ended */
    PicturePlan *plan;  /* owned, (nullable): NULL if the network is that of another */
    const PicturePlan *lines; /* borrowed: its own, or of that other */
    GPtrArray *notes;         /* owned: of owned texts: what was left out */
} ReportRun;

/* ---- report_pack.c ---- */

/** report_put_bytes: member @name: base64 of little-endian numbers. */
void report_put_bytes(JsonBuilder *json, const char *name, gconstpointer data, gsize n);
/** report_put_floats: of 32-bit floats. */
void report_put_floats(JsonBuilder *json, const char *name, const GArray *floats);
/** report_put_doubles: of 64-bit floats, in which whole numbers to 2^53 are exact. */
void report_put_doubles(JsonBuilder *json, const char *name, const GArray *doubles);
/** report_put_words: of guint32. */
void report_put_words(JsonBuilder *json, const char *name, const GArray *words);
/** report_pack: appends @number, 7 bits a byte, the lowest first; all bytes but the last
 * have the highest bit set (LEB128). */
void report_pack(GByteArray *bytes, guint64 number);
/** report_put_text: member @name: @text (nullable) made plain, or null. */
void report_put_text(JsonBuilder *json, const char *name, const char *text);
/** report_add_text: the same as an element of an array; at most @max_chars and an
 * ellipsis. */
void report_add_text(JsonBuilder *json, const char *text, gsize max_chars);
/** report_add_number: a number, or null if it is not finite. */
void report_add_number(JsonBuilder *json, double number);
/** report_print: (transfer full): the text of it, in which no `<`, `>` or `&` stands. */
char *report_print(JsonBuilder *json);

/* ---- the parts ---- */

/** report_network_plan: fills @run's picture and plan; @others: (array length=n): runs that
 * may have the same network. Returns FALSE on error. */
gboolean report_network_plan(ReportRun *run, const ReportRun *others, guint n,
                             GError **error);
void report_network(JsonBuilder *json, const ReportRun *run, guint same_as);
/** report_line_of: the place in the plan's lines of the link @link of the database. */
guint report_line_of(const ReportRun *run, guint32 link);
gboolean report_traffic(JsonBuilder *json, const ReportRun *run, GError **error);
gboolean report_messages(JsonBuilder *json, const ReportRun *run, GError **error);
void report_words(JsonBuilder *json, const ReportRun *run);

#endif
