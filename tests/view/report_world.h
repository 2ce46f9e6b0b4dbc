/* report_world.h - a run database made row by row, with numbers that can be added up.
 *
 * Hosts alpha (open, 100 mailboxes), beta (open, 40; closes at noon), gamma (closed-by-
 * sender, 10) and the net `internet`; alpha and beta are joined by two links, which a map
 * shows as one line. A day, of which the series has a point at every six hours.
 */
#ifndef BP_TEST_REPORT_WORLD_H
#define BP_TEST_REPORT_WORLD_H

#include <bangpath/run_db.h>
#include <bangpath/units.h>
#include <glib.h>

#define REPORT_ALPHA 0
#define REPORT_BETA 1
#define REPORT_GAMMA 2
#define REPORT_NET 3

/* ReportNames: what the world's texts are, which may be anything. */
typedef struct {
    const char *alpha;
    const char *org;
    const char *title;
    const char *address;
    const char *reason;
} ReportNames;

static const ReportNames report_plain_names = {
    .alpha = "alpha",
    .org = "Alpha Laboratories",
    .title = "A small world",
    .address = "u1@gamma",
    .reason = "relaying-denied",
};

static void
report_put_run(BpRunDbWriter *db, const ReportNames *names)
{
    const struct {
        const char *key, *value;
    } rows[] = {
        {"version", "0.1.0"},
        {"scenario", "small.scenario"},
        {"merged", "[scenario]\nseed = 7\n"},
        {"title", names->title},
        {"topology", "Three hosts"},
        {"epoch", "1996"},
        {"begin", "1996-09-01T00:00:00Z"},
        {"length_us", "86400000000"},
        {"end_us", "86400000000"},
        {"complete", "1"},
        {"seed", "7"},
        {"trace_ppm", "1000000"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        bp_run_db_put(db, BP_TABLE_RUN, "ss", rows[i].key, rows[i].value);
}

static void
report_put_hosts(BpRunDbWriter *db, const ReportNames *names, gboolean with_places)
{
    const double nowhere = g_ascii_strtod("nan", NULL);
    const double lat = with_places ? 41.8 : nowhere;
    const double lon = with_places ? -88.1 : nowhere;

    bp_run_db_put(db, BP_TABLE_HOSTS, "isssissddsiiiiiii", (gint64)REPORT_ALPHA,
                  names->alpha, "host", "uucp", (gint64)100, "open", "open", lat, lon,
                  names->org, (gint64)2, (gint64)3, (gint64)11, (gint64)5, (gint64)1200,
                  (gint64)2500000, (gint64)9000000000);
    bp_run_db_put(db, BP_TABLE_HOSTS, "isssissddniiiiiii", (gint64)REPORT_BETA, "beta",
                  "host", "uucp,internet", (gint64)40, "open", "closed-by-peer", lat,
                  lon + 5, (gint64)1, (gint64)4, (gint64)6, (gint64)7, (gint64)0,
                  (gint64)750000, (gint64)80000);
    bp_run_db_put(db, BP_TABLE_HOSTS, "isssissnnniiiiiii", (gint64)REPORT_GAMMA,
                  "gamma", "host", "internet", (gint64)10, "closed-by-sender",
                  "closed-by-sender", (gint64)1, (gint64)0, (gint64)2, (gint64)0,
                  (gint64)0, (gint64)0, (gint64)500);
    bp_run_db_put(db, BP_TABLE_HOSTS, "isssinnnnniiiiiii", (gint64)REPORT_NET,
                  "internet", "net", "internet", (gint64)0, (gint64)0, (gint64)0,
                  (gint64)0, (gint64)0, (gint64)0, (gint64)0, (gint64)0);
}

static void
report_put_link(BpRunDbWriter *db, gint64 link, gint64 a, gint64 b, gint64 map,
                gint64 bps)
{
    bp_run_db_put(db, BP_TABLE_LINKS, "iiiinsisiiiiiiiiiiii", link, a, b, map, "smtp",
                  bps, "permanent", (gint64)1, (gint64)1, (gint64)0, (gint64)0,
                  (gint64)0, (gint64)0, (gint64)0, (gint64)0, (gint64)0, (gint64)0,
                  (gint64)0, (gint64)0);
}

/* Link 4 is a spammer's own. */
static void
report_put_links(BpRunDbWriter *db)
{
    report_put_link(db, 0, REPORT_BETA, REPORT_ALPHA, 1, 1200);
    report_put_link(db, 1, REPORT_ALPHA, REPORT_BETA, 1, 2400);
    report_put_link(db, 2, REPORT_BETA, REPORT_NET, 1, 1544000);
    report_put_link(db, 3, REPORT_GAMMA, REPORT_NET, 1, 1544000);
    report_put_link(db, 4, REPORT_GAMMA, REPORT_ALPHA, 0, 33600);
}

/* The links were looked at every six hours; from 06:00 to 12:00 all was quiet. */
static void
report_put_traffic(BpRunDbWriter *db)
{
    static const gint64 rows[][5] = {
        /* hour, link, copies, spam, bytes */
        {6, 0, 300, 0, 1}, {6, 1, 5, 2, 1},  {18, 0, 310, 4, 1}, {18, 3, 1, 1, 1},
        {24, 1, 6, 3, 1},  {24, 2, 9, 0, 1}, {24, 4, 77, 77, 1},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        bp_run_db_put(db, BP_TABLE_LINK_SERIES, "iiiii", rows[i][0] * BP_HOUR_US,
                      rows[i][1], rows[i][2], rows[i][3], rows[i][4]);
}

static void
report_put_series(BpRunDbWriter *db)
{
    static const struct {
        gint64 hour;
        const char *measure;
        double value;
    } rows[] = {
        {0, "open_relays", 2},
        {6, "open_relays", 2},
        {12, "open_relays", 1},
        {18, "open_relays", 1},
        {24, "open_relays", 1},
        {0, "reach", 0},
        {6, "reach", 0.1},
        {12, "reach", 0.25},
        {18, "reach", 0.25},
        {24, "reach", 0.42},
        {0, "hops", 0},
        {6, "hops", 305},
        {12, "hops", 305},
        {18, "hops", 316},
        {24, "hops", 326},
        {18, "refusals.relaying-denied", 3},
        {24, "refusals.relaying-denied", 8},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        bp_run_db_put(db, BP_TABLE_SERIES, "isd", rows[i].hour * BP_HOUR_US,
                      rows[i].measure, rows[i].value);
}

static void
report_put_events(BpRunDbWriter *db)
{
    bp_run_db_put(db, BP_TABLE_HOST_EVENTS, "iisn", 3 * BP_HOUR_US, (gint64)REPORT_BETA,
                  "reached");
    bp_run_db_put(db, BP_TABLE_HOST_EVENTS, "iiss", 12 * BP_HOUR_US,
                  (gint64)REPORT_BETA, "relay", "closed-by-peer");
    bp_run_db_put(db, BP_TABLE_HOST_EVENTS, "iiss", 12 * BP_HOUR_US,
                  (gint64)REPORT_ALPHA, "listed", "rbl");
}

static void
report_put_totals(BpRunDbWriter *db)
{
    static const struct {
        const char *measure;
        double value;
    } rows[] = {
        {"hosts", 3},
        {"links", 4},
        {"mailboxes", 150},
        {"seed", 7},
        {"ham.messages", 10},
        {"ham.sent", 16},
        {"ham.delivered", 12},
        {"ham.collateral", 2},
        {"spam.messages", 4},
        {"spam.sent", 400},
        {"spam.targets", 50},
        {"spam.mailboxes_reached", 21},
        {"spam.reach", 0.42},
        {"spam.amplification", 2.5},
        {"cost.others", 3.25},
        {"cost.spammers", 0.75},
        {"hops", 326},
        {"bytes", 9000080500},
        {"relays.open_at_end", 1},
        {"relays.open_at_begin", 2},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        bp_run_db_put(db, BP_TABLE_TOTALS, "sd", rows[i].measure, rows[i].value);
    bp_run_db_put(db, BP_TABLE_TOTALS, "sn", "relays.half_life_s");
}

static void
report_put_message(BpRunDbWriter *db, gint64 serial, const char *kind,
                   const ReportNames *names)
{
    g_autofree char *id = g_strdup_printf("00000000-0000-5000-8000-%012d", (int)serial);

    bp_run_db_put(db, BP_TABLE_MESSAGES, "issiisiii", serial, id, kind, BP_HOUR_US,
                  (gint64)REPORT_ALPHA, "u1@alpha", (gint64)0, (gint64)2000, (gint64)0);
    bp_run_db_put(db, BP_TABLE_RECIPIENTS, "isiisnii", serial, "u2@beta", (gint64)0,
                  (gint64)REPORT_BETA, "delivered", 2 * BP_HOUR_US,
                  (gint64)REPORT_BETA);
    bp_run_db_put(db, BP_TABLE_RECIPIENTS, "isiissii", serial, names->address,
                  (gint64)1, (gint64)REPORT_GAMMA, "bounced", names->reason,
                  3 * BP_HOUR_US, (gint64)REPORT_BETA);
    bp_run_db_put(db, BP_TABLE_HOPS, "iiiiiii", serial, 2 * BP_HOUR_US, (gint64)0,
                  (gint64)REPORT_ALPHA, (gint64)REPORT_BETA, (gint64)2, (gint64)2000);
    bp_run_db_put(db, BP_TABLE_REFUSALS, "iiiisi", serial, 3 * BP_HOUR_US,
                  (gint64)REPORT_BETA, (gint64)REPORT_GAMMA, names->reason, (gint64)1);
}

/* The world in @directory, but that @more may put further rows. */
static char *
report_world(const char *directory, const char *file, const ReportNames *names,
             gboolean with_places, void (*more)(BpRunDbWriter *db))
{
    char *path = g_build_filename(directory, file, NULL);
    GError *error = NULL;
    BpRunDbWriter *db = bp_run_db_create(path, TRUE, &error);

    g_assert_no_error(error);
    report_put_run(db, names);
    report_put_hosts(db, names, with_places);
    report_put_links(db);
    report_put_traffic(db);
    report_put_series(db);
    report_put_events(db);
    report_put_totals(db);
    report_put_message(db, 5, "ham", names);
    if (more != NULL)
        more(db);
    bp_run_db_finish(db, &error);
    g_assert_no_error(error);
    bp_run_db_writer_free(db);
    return path;
}

#endif
