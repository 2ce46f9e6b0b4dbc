/* generate_internet.c - mail hosts on one net, a few of them with most of the mailboxes.
 *
 * Mailboxes fall with the rank by Zipf's law, its exponent 0.95 as in the scenario of the
 * open-relay years: our guess, after the sources of mail of 2004 (Jung and Sit), whose
 * connections do. Every host has at least one. Whoever has more mailboxes has the faster
 * access line. Who relays for strangers is drawn; a larger share contains a smaller one. */
#include "generator.h"

#include <bangpath/dmath.h>
#include <bangpath/policy.h>
#include <bangpath/routes.h>
#include <bangpath/units.h>

#define ZIPF_EXPONENT 0.95
#define LINES 4             /* calls at once, where it has a modem too: our guess */
#define SCATTER_DEGREES 1.5 /* around a town: our guess */

enum {
    OPEN = BP_GENERATE_OWN,
    T3,
    T1,
    LEASED,
    YEAR,
};

#define SHARE_OF_HOSTS(name_, fallback_, help_)                           \
    {                                                                     \
        .name = (name_), .kind = BP_PARAM_SHARE, .fallback = (fallback_), \
        .max = BP_PPM, .help = (help_)                                    \
    }

static const BpParam params[] = {
    BP_GENERATE_ROWS("10", "of the mean host; a few have most of them"),
    [OPEN] =
        SHARE_OF_HOSTS("open", "55%",
                       "of hosts relay for strangers, the others are closed; 55% "
                       "of mail servers in January 1998 (Internet Mail Consortium)"),
    [T3] = SHARE_OF_HOSTS("t3", "1%", "of hosts, the largest, have a T3; our guess"),
    [T1] = SHARE_OF_HOSTS("t1", "29%", "of hosts, the next, have a T1; our guess"),
    [LEASED] = SHARE_OF_HOSTS("leased", "40%",
                              "of hosts, the next, have a leased line of 56 kbps, and "
                              "the rest a V.34 modem that never hangs up; our guess"),
    [YEAR] = {.name = "year",
              .kind = BP_PARAM_WHOLE,
              .fallback = "1998",
              .min = 1982,
              .max = 2005,
              .help = "of its title; it changes nothing else"},
    {.name = NULL},
};

/* Where hosts are: towns, and of a hundred hosts so many. Half are in the United States, as
 * of the hosts of the UUCP map of 1992; the rest is our guess. */
static const struct {
    guint parts;
    float lat;
    float lon;
} towns[] = {
    {8, 40.7F, -74.0F},  {7, 37.4F, -122.1F}, {6, 38.9F, -77.0F},  {6, 42.4F, -71.1F},
    {5, 34.1F, -118.2F}, {5, 41.9F, -87.6F},  {4, 47.6F, -122.3F}, {4, 32.8F, -96.8F},
    {3, 33.7F, -84.4F},  {3, 39.7F, -105.0F}, {4, 43.7F, -79.4F},  {7, 51.5F, -0.1F},
    {3, 48.9F, 2.3F},    {7, 50.1F, 8.7F},    {4, 52.4F, 4.9F},    {4, 59.3F, 18.1F},
    {2, 45.5F, 9.2F},    {2, 40.4F, -3.7F},   {1, 55.8F, 37.6F},   {5, 35.7F, 139.7F},
    {2, 37.6F, 127.0F},  {1, 22.3F, 114.2F},  {4, -33.9F, 151.2F}, {1, -36.8F, 174.8F},
    {1, -23.5F, -46.6F}, {1, -26.2F, 28.0F},
};

typedef struct {
    BpNetwork *network;
    guint64 seed;
    guint32 stream;
    guint32 n;
    guint32 net;
} Making;

/* @n of ppm. */
static guint32
share_of(guint32 n, gint64 ppm)
{
    return (guint32)((guint64)n * (guint64)ppm / (guint64)BP_PPM);
}

/* One each, and the rest by rank: rounded where they add up, so that none is lost. Fewer
 * than there are hosts go to the first, one each. */
static void
deal_mailboxes(const Making *making, guint64 total)
{
    guint64 rest = total > making->n ? total - making->n : 0, dealt = 0;
    double sum = 0, so_far = 0;

    for (guint32 i = 0; i < making->n; i++)
        sum += bp_exp(-ZIPF_EXPONENT * bp_log(i + 1.0));
    for (guint32 i = 0; i < making->n; i++) {
        guint64 upto;

        so_far += bp_exp(-ZIPF_EXPONENT * bp_log(i + 1.0));
        upto = (guint64)((double)rest * MIN(so_far / sum, 1.0) + 0.5);
        bp_network_edit(making->network, making->net + 1 + i)->mailboxes =
            (i < total) + (guint32)(upto - dealt);
        dealt = upto;
    }
}

static void
set_place(const Making *making, guint32 i, BpHost *host)
{
    BpDraw where = bp_draw(making->seed, making->stream, i, 0);
    BpDraw scatter = bp_draw(making->seed, making->stream, i, 1);
    guint64 part = bp_below(where, 0, 100);
    guint town = 0;

    while (part >= towns[town].parts)
        part -= towns[town++].parts;
    host->lat =
        towns[town].lat + (float)(SCATTER_DEGREES * (2 * bp_uniform(scatter, 0) - 1));
    host->lon =
        towns[town].lon + (float)(SCATTER_DEGREES * (2 * bp_uniform(scatter, 2) - 1));
}

static void
add_host(const Making *making, guint32 i)
{
    char name[16];
    BpHost *host;

    g_snprintf(name, sizeof name, "h%u", i);
    host =
        bp_network_edit(making->network, bp_network_node(making->network, name, NULL));
    host->networks = BP_NET_INTERNET;
    host->lines = LINES;
    set_place(making, i, host);
}

static void
close_relays(const Making *making, gint64 open_ppm)
{
    guint8 closed = (guint8)bp_policy_index(bp_policy_find("closed"));
    guint32 n_open = share_of(making->n, open_ppm);
    BpPermutation order;

    bp_permutation_init(&order, making->seed, bp_stream("generate internet: closed"),
                        making->n);
    bp_permutation_tabulate(&order);
    for (guint32 i = n_open; i < making->n; i++) {
        guint32 host = making->net + 1 + (guint32)bp_permutation_at(&order, i);

        bp_network_edit(making->network, host)->relay = closed;
    }
    bp_permutation_clear(&order);
}

static void
add_access(const Making *making, const BpValue *values)
{
    static const char *const profiles[] = {"t3", "t1", "leased56k", "v34"};
    guint32 upto[G_N_ELEMENTS(profiles)], host = 0;

    upto[0] = share_of(making->n, values[T3].number);
    upto[1] = upto[0] + share_of(making->n, values[T1].number);
    upto[2] = upto[1] + share_of(making->n, values[LEASED].number);
    upto[3] = making->n;
    for (guint i = 0; i < G_N_ELEMENTS(profiles); i++) {
        BpLine line = bp_line_from_profile(bp_line_profile_find(profiles[i]),
                                           bp_protocol_find("smtp"));
        guint32 number;
        gint32 cost;

        bp_schedule_parse("permanent", &line.schedule, NULL);
        number = bp_network_add_line(making->network, &line);
        cost = bp_cost_of_schedule(&line.schedule);
        for (; host < MIN(upto[i], making->n); host++)
            bp_network_add_link(making->network, making->net + 1 + host, making->net,
                                number, cost, cost);
    }
}

static BpNetwork *
make(const BpValue *values, guint64 seed)
{
    Making making = {
        .network = bp_network_new(),
        .seed = seed,
        .stream = bp_stream("generate internet"),
        .n = (guint32)values[BP_GENERATE_HOSTS].number,
    };
    g_autofree char *title = g_strdup_printf("internet, %u hosts", making.n);

    bp_network_set_title(making.network, title, (int)values[YEAR].number);
    making.net = bp_network_node(making.network, "internet", NULL);
    bp_network_edit(making.network, making.net)->is_net = TRUE;
    bp_network_edit(making.network, making.net)->networks = BP_NET_INTERNET;
    for (guint32 i = 0; i < making.n; i++)
        add_host(&making, i);
    deal_mailboxes(&making,
                   (guint64)making.n * (guint64)values[BP_GENERATE_MAILBOXES].number);
    close_relays(&making, values[OPEN].number);
    add_access(&making, values);
    bp_network_finish(making.network);
    return making.network;
}

const BpGenerator bp_generate_internet = {
    .name = "internet",
    .help =
        "SMTP hosts on one net, by access lines from a T3 down to a modem; h0 has most "
        "mailboxes",
    .params = params,
    .make = make,
};
