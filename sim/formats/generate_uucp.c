/* generate_uucp.c - a network with the degrees of the UUCP maps of 1987 to 1992.
 *
 * Of the maps (comp.mail.maps), all who are joined to any:
 *
 *                       winter 1987   1988    1992
 *   one link                57 %      65 %    69 %
 *   mean degree              3.9       3.5     3.0
 *   the largest hub         293     1,981   2,581   links
 *   of how many hosts     6,490     9,887  19,652
 *
 * Of those with two links or more, the share of those with d or more is close to
 * ((d + 3.73) / 5.73)^-1.9 from d = 2 up to the second largest, in 1987 as in 1988: at 3, 10,
 * 50 and 200 it was 67, 19, 1.3 and 0.11 % in 1988. The largest is apart: a backbone host of
 * a whole country. So degrees are not drawn but dealt, host h0 having most; who is joined to
 * whom is drawn. */
#include "generator.h"

#include "uucp_lines.h"

#include <bangpath/dmath.h>
#include <bangpath/units.h>

#define TAIL_EXPONENT 1.9
#define TAIL_SHIFT 3.73
#define CORE_LINKS_MIN 2

/* As the importer of maps has them. */
#define HUB_LINKS 60
#define LINKS_PER_LINE 20

#define PAIRINGS 16 /* tries at a pair that is not joined yet */

enum {
    LEAVES = BP_GENERATE_OWN,
    HUB,
    YEAR,
};

static const BpParam params[] = {
    BP_GENERATE_ROWS("10", "of each host; our guess"),
    [LEAVES] = {.name = "leaves",
                .kind = BP_PARAM_SHARE,
                .fallback = "69%",
                .max = 90 * BP_PPM / 100,
                .help = "hosts with one link: 57% in winter 1987, 65% in 1988, 69% in "
                        "1992 (comp.mail.maps)"},
    [HUB] = {.name = "hub",
             .kind = BP_PARAM_SHARE,
             .fallback = "13%",
             .max = 50 * BP_PPM / 100,
             .help = "how many of all hosts the largest is joined to: 4.5% in winter "
                     "1987, 20% in 1988, 13% in 1992 (comp.mail.maps)"},
    [YEAR] = {.name = "year",
              .kind = BP_PARAM_WHOLE,
              .fallback = "1992",
              .min = 1978,
              .max = 1999,
              .help = "which modems there are"},
    {.name = NULL},
};

/* What links are, in parts of a thousand: the maps of July to December 1992, those that are
 * DEAD left out. */
static const struct {
    const char *cost;
    guint parts;
} classes[] = {
    {"LOCAL", 50},   {"DEDICATED", 30}, {"DIRECT", 260},
    {"DEMAND", 240}, {"HOURLY", 110},   {"EVENING", 50},
    {"DAILY", 160},  {"POLLED", 70},    {"WEEKLY", 30},
};

typedef struct {
    BpNetwork *network;
    guint64 seed;
    guint32 stream;
    guint32 *degree;   /* owned: as dealt */
    guint32 *stubs;    /* owned: the ends of links to come, by host */
    guint32 n_stubs;   /* that are free */
    guint64 *joined;   /* owned: pairs of hosts, open addressing; 0 is none */
    gsize joined_size; /* a power of two */
    guint64 n_drawn;
    gint32 costs[G_N_ELEMENTS(classes)];
    guint32 lines[G_N_ELEMENTS(classes)][2]; /* and between hubs */
} Making;

/* ---- degrees ---- */

/* Of place @i of @n in the order of degrees. */
static guint32
degree_at(guint32 i, guint32 n)
{
    double share = (i + 0.5) / n;
    double degree =
        (CORE_LINKS_MIN + TAIL_SHIFT) * bp_exp(-bp_log(share) / TAIL_EXPONENT) -
        TAIL_SHIFT;

    return MAX((guint32)degree, CORE_LINKS_MIN);
}

/* No host can have more neighbours than there are others; none but the largest is joined to
 * a tenth of all. */
static void
deal_degrees(Making *making, guint32 n, guint32 n_core, gint64 hub_ppm)
{
    guint32 hub = (guint32)((guint64)n * (guint64)hub_ppm / (guint64)BP_PPM);

    for (guint32 i = 0; i < n; i++) {
        guint32 degree = i < n_core ? degree_at(i, n_core) : 1;

        making->degree[i] = MIN(degree, MAX(n / 10, CORE_LINKS_MIN));
    }
    making->degree[0] = MIN(MAX(hub, making->degree[0]), n - 1);
}

/* ---- links ---- */

static BpDraw
draw(Making *making)
{
    return bp_draw(making->seed, making->stream, 0, making->n_drawn++);
}

static gboolean
is_joined(const Making *making, guint64 pair, gsize *slot)
{
    *slot = (pair * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)) >> 32 &
            (making->joined_size - 1);
    while (making->joined[*slot] != 0) {
        if (making->joined[*slot] == pair)
            return TRUE;
        *slot = (*slot + 1) & (making->joined_size - 1);
    }
    return FALSE;
}

/* The class of a link. The words of a thousand: all add up to it. */
static guint
draw_class(Making *making)
{
    guint64 part = bp_below(draw(making), 0, 1000);
    guint i = 0;

    while (part >= classes[i].parts)
        part -= classes[i++].parts;
    return i;
}

/* FALSE: they are one host, or joined already. The lesser host calls. */
static gboolean
join(Making *making, guint32 a, guint32 b)
{
    guint64 pair = (guint64)MAX(a, b) << 32 | MIN(a, b);
    gboolean hubs = making->degree[a] >= HUB_LINKS && making->degree[b] >= HUB_LINKS;
    gsize slot;
    guint class;

    if (a == b || is_joined(making, pair, &slot))
        return FALSE;
    making->joined[slot] = pair;
    class = draw_class(making);
    bp_network_add_link(making->network, MAX(a, b), MIN(a, b),
                        making->lines[class][hubs], making->costs[class],
                        making->costs[class]);
    return TRUE;
}

static void
add_stubs(Making *making, guint32 host, guint32 n)
{
    for (guint32 i = 0; i < n; i++)
        making->stubs[making->n_stubs++] = host;
}

static guint32
take_stub(Making *making)
{
    guint32 i = (guint32)bp_below(draw(making), 0, making->n_stubs);
    guint32 host = making->stubs[i];

    making->stubs[i] = making->stubs[--making->n_stubs];
    return host;
}

/* Each host of the core is joined to one before it, so all are connected: every host has two
 * links at least, so there is always one free. Then the leaves. What is left is paired. */
static void
add_links(Making *making, guint32 n, guint32 n_core)
{
    add_stubs(making, 0, making->degree[0]);
    for (guint32 i = 1; i < n; i++) {
        /* Where leaves are so many that no stub is left the core has more links. */
        guint32 other = making->n_stubs > 0
                            ? take_stub(making)
                            : (guint32)bp_below(draw(making), 0, n_core);

        join(making, i, other);
        if (i < n_core)
            add_stubs(making, i, making->degree[i] - 1);
    }
    while (making->n_stubs > 1) {
        guint32 a = take_stub(making), tries = 0, b;

        do {
            b = take_stub(making);
            if (join(making, a, b))
                break;
            add_stubs(making, b, 1);
        } while (++tries < PAIRINGS);
    }
}

/* ---- the whole ---- */

static void
prepare_lines(Making *making, int year)
{
    for (guint i = 0; i < G_N_ELEMENTS(classes); i++) {
        g_autofree char *warning = NULL;
        BpCostSense sense;
        gint64 cost = 0;

        bp_parse_map_cost(classes[i].cost, BP_COST_MAX, &cost, &sense, &warning, NULL);
        making->costs[i] = (gint32)cost;
        for (guint hubs = 0; hubs < 2; hubs++)
            making->lines[i][hubs] =
                bp_uucp_line(making->network, cost, sense, hubs != 0, year);
    }
}

static void
add_hosts(BpNetwork *network, guint32 n, guint32 mailboxes)
{
    for (guint32 i = 0; i < n; i++) {
        char name[16];
        BpHost *host;

        g_snprintf(name, sizeof name, "h%u", i);
        host = bp_network_edit(network, bp_network_node(network, name, NULL));
        host->mailboxes = mailboxes;
        host->networks = BP_NET_UUCP;
    }
}

static BpNetwork *
make(const BpValue *values, guint64 seed)
{
    guint32 n = (guint32)values[BP_GENERATE_HOSTS].number;
    guint32 n_leaves =
        (guint32)((guint64)n * (guint64)values[LEAVES].number / (guint64)BP_PPM);
    guint32 n_core = MAX(n - n_leaves, 1);
    gsize n_ends = 0;
    g_autofree char *title = g_strdup_printf("uucp-like, %u hosts", n);
    Making making = {
        .network = bp_network_new(),
        .seed = seed,
        .stream = bp_stream("generate uucp-like"),
        .degree = g_new(guint32, n),
        .joined_size = 16,
    };

    bp_network_set_title(making.network, title, (int)values[YEAR].number);
    add_hosts(making.network, n, (guint32)values[BP_GENERATE_MAILBOXES].number);
    prepare_lines(&making, (int)values[YEAR].number);
    deal_degrees(&making, n, n_core, values[HUB].number);
    for (guint32 i = 0; i < n; i++)
        n_ends += making.degree[i];
    making.stubs = g_new(guint32, n_ends);
    while (making.joined_size < n_ends)
        making.joined_size *= 2;
    making.joined_size *= 2;
    making.joined = g_new0(guint64, making.joined_size);
    add_links(&making, n, n_core);
    g_free(making.degree);
    g_free(making.stubs);
    g_free(making.joined);
    bp_generate_service(making.network, LINKS_PER_LINE);
    bp_network_finish(making.network);
    return making.network;
}

const BpGenerator bp_generate_uucp_like = {
    .name = "uucp-like",
    .help =
        "UUCP hosts with the degrees, leaves, hubs and kinds of link of the maps of "
        "1987 to 1992; h0 has most links",
    .params = params,
    .make = make,
};
