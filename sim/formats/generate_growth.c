/* generate_growth.c - networks that grow by preferential attachment: Barabasi and Albert,
 * Science 286 (1999), 509-512. With one link for each new host, a tree. */
#include "generator.h"

#include <bangpath/routes.h>

#define LINKS_EACH_MAX 64
#define LINKS_PER_LINE 8 /* our guess: calls are short */

enum {
    LINKS = BP_GENERATE_OWN,
};

static const BpParam scale_free_params[] = {
    BP_GENERATE_ROWS("10", "of each host; our guess"),
    [LINKS] = {.name = "links",
               .kind = BP_PARAM_WHOLE,
               .fallback = "2",
               .min = 1,
               .max = LINKS_EACH_MAX,
               .help = "of each new host to older ones; 2 is the mean degree 4 of "
                       "Albert, Jeong and Barabasi (2000)"},
    {.name = NULL},
};

static const BpParam tree_params[] = {
    BP_GENERATE_ROWS("50", "of each host; our guess"),
    {.name = NULL},
};

/* Growing: who is at the ends of the links so far, once for each link. */
typedef struct {
    BpNetwork *network;
    guint64 seed;
    guint32 stream;
    guint32 line;
    guint32 n_links; /* of each new host */
    guint32 *ends;   /* owned */
    gsize n_ends;
} Growth;

static void
join(Growth *growth, guint32 a, guint32 b)
{
    gint32 cost =
        bp_cost_of_schedule(&bp_network_line(growth->network, growth->line)->schedule);

    bp_network_add_link(growth->network, a, b, growth->line, cost, cost);
    growth->ends[growth->n_ends++] = a;
    growth->ends[growth->n_ends++] = b;
}

/* An end of a link, drawn from the first @n: a host with more links is there more
 * often. */
static guint32
draw_host(const Growth *growth, guint32 host, guint64 *counter, gsize n)
{
    BpDraw draw = bp_draw(growth->seed, growth->stream, host, (*counter)++);

    return growth->ends[bp_below(draw, 0, n)];
}

static gboolean
is_among(guint32 host, const guint32 *hosts, guint32 n)
{
    for (guint32 i = 0; i < n; i++)
        if (hosts[i] == host)
            return TRUE;
    return FALSE;
}

/* The first hosts are all joined. */
static void
attach(Growth *growth, guint32 host)
{
    guint32 chosen[LINKS_EACH_MAX];
    guint64 counter = 0;
    gsize n = growth->n_ends;

    if (host <= growth->n_links) {
        for (guint32 other = 0; other < host; other++)
            join(growth, host, other);
        return;
    }
    for (guint32 i = 0; i < growth->n_links; i++) {
        do
            chosen[i] = draw_host(growth, host, &counter, n);
        while (is_among(chosen[i], chosen, i));
    }
    for (guint32 i = 0; i < growth->n_links; i++)
        join(growth, host, chosen[i]);
}

static BpNetwork *
grow(Growth *growth, const BpValue *values, BpNetKind kind)
{
    guint32 n_hosts = (guint32)values[BP_GENERATE_HOSTS].number;

    growth->ends = g_new(guint32, (gsize)n_hosts * growth->n_links * 2);
    for (guint32 host = 0; host < n_hosts; host++) {
        char name[16];
        BpHost *made;

        g_snprintf(name, sizeof name, "h%u", host);
        made = bp_network_edit(growth->network,
                               bp_network_node(growth->network, name, NULL));
        made->mailboxes = (guint32)values[BP_GENERATE_MAILBOXES].number;
        made->networks = (guint8)kind;
        attach(growth, host);
    }
    g_free(growth->ends);
    bp_generate_service(growth->network, LINKS_PER_LINE);
    bp_network_finish(growth->network);
    return growth->network;
}

static guint32
add_line(BpNetwork *network, const char *profile, const char *protocol)
{
    BpLine line =
        bp_line_from_profile(bp_line_profile_find(profile), bp_protocol_find(protocol));

    return bp_network_add_line(network, &line);
}

static BpNetwork *
make_scale_free(const BpValue *values, guint64 seed)
{
    BpNetwork *network = bp_network_new();
    g_autofree char *title = g_strdup_printf("scale-free, %u hosts",
                                             (guint)values[BP_GENERATE_HOSTS].number);
    Growth growth = {
        .network = network,
        .seed = seed,
        .stream = bp_stream("generate scale-free"),
        .line = add_line(network, "v22bis", "g"),
        .n_links = (guint32)values[LINKS].number,
    };

    bp_network_set_title(network, title, 0);
    return grow(&growth, values, BP_NET_UUCP);
}

static BpNetwork *
make_tree(const BpValue *values, guint64 seed)
{
    BpNetwork *network = bp_network_new();
    g_autofree char *title =
        g_strdup_printf("tree, %u hosts", (guint)values[BP_GENERATE_HOSTS].number);
    Growth growth = {
        .network = network,
        .seed = seed,
        .stream = bp_stream("generate tree"),
        .line = add_line(network, "bsc9600", "nje"),
        .n_links = 1,
    };

    bp_network_set_title(network, title, 0);
    return grow(&growth, values, BP_NET_BITNET);
}

const BpGenerator bp_generate_scale_free = {
    .name = "scale-free",
    .help =
        "UUCP hosts, each new one linked on demand over v22bis to older ones drawn by "
        "their links; a line for every eight links begun",
    .params = scale_free_params,
    .make = make_scale_free,
};

/* Who joined BITNET leased a line to a member and let others hang on him: a tree. Drawn by
 * their lines, 67 % have one only; of 46 nodes of 1993 whose lines are known 67 % do. */
const BpGenerator bp_generate_tree = {
    .name = "tree",
    .help = "BITNET hosts, each new one with a leased line of 9600 bps to an older one "
            "drawn by its lines",
    .params = tree_params,
    .make = make_tree,
};
