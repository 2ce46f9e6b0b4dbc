/* generate.c - networks that grow by preferential attachment. */
#include <bangpath/scenario_file.h>

#include <bangpath/line.h>
#include <bangpath/random.h>
#include <bangpath/routes.h>
#include <string.h>

/* More would not fit an event's entities: each host has four channels. */
#define MAX_HOSTS 10000000
#define LINKS_EACH 2
#define LINKS_PER_LINE 8 /* our guess: calls are short */

enum {
    HOSTS,
    MAILBOXES,
    SEED,
};

const BpParam bp_generate_params[] = {
    [HOSTS] = {"hosts", BP_PARAM_WHOLE, NULL, 2, MAX_HOSTS, NULL, "how many hosts"},
    [MAILBOXES] = {"mailboxes", BP_PARAM_WHOLE, "10", 0, 65536, NULL,
                   "of each host; our guess"},
    [SEED] = {"seed", BP_PARAM_WHOLE, "", 0, (gint64)BP_SEED_MAX, NULL,
              "of the network; else the scenario's"},
    {.name = NULL},
};

/* Growing: who is at the ends of the links so far, once for each link. */
typedef struct {
    guint64 seed;
    guint32 stream;
    guint32 *ends; /* owned */
    gsize n_ends;
} Growth;

static void
join(BpNetwork *network, Growth *growth, guint32 line, guint32 a, guint32 b)
{
    gint32 cost = bp_cost_of_schedule(&bp_network_line(network, line)->schedule);

    bp_network_add_link(network, a, b, line, cost, cost);
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

static void
attach(BpNetwork *network, Growth *growth, guint32 line, guint32 host)
{
    guint64 counter = 0;
    gsize n = growth->n_ends;
    guint32 first, second;

    if (host < 1)
        return;
    if (host <= LINKS_EACH) { /* the first three are all joined */
        for (guint32 other = 0; other < host; other++)
            join(network, growth, line, host, other);
        return;
    }
    first = draw_host(growth, host, &counter, n);
    do
        second = draw_host(growth, host, &counter, n);
    while (second == first);
    join(network, growth, line, host, first);
    join(network, growth, line, host, second);
}

static guint32 *
count_links(const Growth *growth, guint32 n_hosts)
{
    guint32 *degree = g_new0(guint32, n_hosts);

    for (gsize i = 0; i < growth->n_ends; i++)
        degree[growth->ends[i]]++;
    return degree;
}

static void
give_lines(BpNetwork *network, const guint32 *degree, guint32 n_hosts)
{
    for (guint32 host = 0; host < n_hosts; host++) {
        guint32 n = (degree[host] + LINKS_PER_LINE - 1) / LINKS_PER_LINE;

        bp_network_edit(network, host)->lines = (guint16)CLAMP(n, 1, G_MAXUINT16);
    }
}

/* Each host is served by its best-connected neighbour, the first of them, if that has more
 * links than it: else closing a relay would cut its neighbours off. */
static void
give_service(BpNetwork *network, const Growth *growth, const guint32 *degree,
             guint32 n_hosts)
{
    g_autofree guint32 *best = g_new(guint32, n_hosts);

    for (guint32 host = 0; host < n_hosts; host++)
        best[host] = host;
    for (gsize i = 0; i < growth->n_ends; i++) {
        guint32 host = growth->ends[i];
        guint32 neighbour = growth->ends[i ^ 1];

        if (degree[neighbour] > degree[best[host]])
            best[host] = neighbour;
    }
    for (guint32 host = 0; host < n_hosts; host++)
        if (best[host] != host)
            bp_network_serve(network, best[host], host);
}

static BpNetwork *
grow(guint32 n_hosts, guint32 n_mailboxes, guint64 seed)
{
    BpNetwork *network = bp_network_new();
    g_autofree char *title = g_strdup_printf("scale-free, %u hosts", n_hosts);
    BpLine line =
        bp_line_from_profile(bp_line_profile_find("v22bis"), bp_protocol_find("g"));
    guint32 line_number = bp_network_add_line(network, &line);
    Growth growth = {.seed = seed, .stream = bp_stream("generate scale-free")};

    growth.ends = g_new(guint32, (gsize)n_hosts * LINKS_EACH * 2);
    bp_network_set_title(network, title, 0);
    for (guint32 host = 0; host < n_hosts; host++) {
        char name[16];
        BpHost *made;

        g_snprintf(name, sizeof name, "h%u", host);
        made = bp_network_edit(network, bp_network_node(network, name, NULL));
        made->mailboxes = n_mailboxes;
        made->networks = BP_NET_UUCP;
        attach(network, &growth, line_number, host);
    }

    g_autofree guint32 *degree = count_links(&growth, n_hosts);

    give_lines(network, degree, n_hosts);
    give_service(network, &growth, degree, n_hosts);
    g_free(growth.ends);
    bp_network_finish(network);
    return network;
}

static gboolean fail(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gboolean
fail(GError **error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_propagate_error(error,
                      g_error_new_valist(BP_ERROR, BP_ERROR_VALUE, format, args));
    va_end(args);
    return FALSE;
}

/* `hosts=1000`: into the value of its row. */
static gboolean
read_setting(char *text, BpValue *values, GError **error)
{
    char *equals = strchr(text, '=');
    g_autoptr(GError) wrong = NULL;
    int row;

    if (!equals)
        return fail(error, "scale-free, hosts=1000; \"%s\" has no =", text);
    *equals = '\0';
    row = bp_param_find(bp_generate_params, g_strstrip(text));
    if (row < 0)
        return fail(error,
                    "hosts=, mailboxes= or seed= after scale-free, not %s=", text);
    if (values[row].given)
        return fail(error, "%s= once", text);
    bp_value_clear(&values[row]);
    if (!bp_param_parse(&bp_generate_params[row], equals + 1, 0, &values[row], &wrong))
        return fail(error, "%s= %s", text, wrong->message);
    values[row].given = TRUE;
    return TRUE;
}

static gboolean
read_settings(const char *text, BpValue *values, GError **error)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);

    if (!words[0] || strcmp(g_strstrip(words[0]), "scale-free") != 0)
        return fail(error, "scale-free, hosts=1000");
    for (guint i = 1; words[i]; i++)
        if (!read_setting(g_strstrip(words[i]), values, error))
            return FALSE;
    if (!values[HOSTS].given)
        return fail(error, "a number of hosts, such as scale-free, hosts=1000");
    if ((guint64)values[HOSTS].number * (guint64)values[MAILBOXES].number > G_MAXUINT32)
        return fail(error, "at most %u mailboxes in all", G_MAXUINT32);
    return TRUE;
}

BpNetwork *
bp_generate(const char *text, guint64 seed, GError **error)
{
    BpValue *values;
    BpNetwork *network = NULL;

    g_return_val_if_fail(text && seed <= BP_SEED_MAX, NULL);

    values = bp_param_defaults(bp_generate_params, 0);
    if (read_settings(text, values, error))
        network = grow((guint32)values[HOSTS].number, (guint32)values[MAILBOXES].number,
                       values[SEED].given ? (guint64)values[SEED].number : seed);
    bp_values_free(bp_generate_params, values);
    return network;
}
