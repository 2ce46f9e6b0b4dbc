/* store_and_forward.c - writes the store-and-forward benchmark: topology, trace, scenario.
 *
 * HOSTS hosts in a connected random graph of mean degree 4: host i is joined to a random
 * earlier one, then random pairs are joined until there are 2 * HOSTS links. MESSAGES mails
 * at random times of DAYS days, between random pairs, each with its route in its address.
 * Numbers come from one splitmix64 sequence, drawn in a fixed order, and so the files are
 * the same at every run; sizes go through libm, whose last bit is nearly always lost when
 * they are cut to whole bytes.
 */
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define HOSTS_MIN 5 /* fewer cannot have two links each */
#define HOSTS_MAX 10000000
#define MESSAGES_MAX 100000000
#define SEED_MAX ((G_GUINT64_CONSTANT(1) << 53) - 1) /* what a scenario takes */
#define DAYS_MAX 14000.0
#define DAYS_TO_ARRIVE 30.0 /* our guess: enough unless DAYS is a matter of minutes */

#define DAY_US 86400e6
#define SECOND_US 1000000

#define SIZE_MIN_BYTES 64.0
#define SIZE_MAX_BYTES 60000.0
#define SIZE_MEAN_BYTES 2048.0 /* before the two limits; sigma of the logarithm is 1 */

#define FAR G_MAXUINT32 /* the distance of a host not seen */

/* Not bp_random: the benchmark stays the same whatever becomes of the simulator. */
typedef struct {
    guint64 state;
} Sequence;

/* A link is its lower end's number, 32 bits, then its higher end's. */
typedef struct {
    guint32 n_hosts;
    guint32 n_links;
    guint64 *links;      /* owned: sorted */
    guint32 *first;      /* owned: n_hosts + 1 places in neighbours */
    guint32 *neighbours; /* owned: of each host, ascending */
} Graph;

/* What a search from one end of a route has seen. */
typedef struct {
    guint32 *distance; /* owned: of each host from this end, or FAR */
    guint32 *seen;     /* owned: hosts that are not FAR, nearest first */
    guint32 n_seen;
    guint32 n_expanded;
} Side;

typedef struct {
    const Graph *graph; /* borrowed */
    Side from;
    Side to;
} Router;

typedef struct {
    guint32 n_hosts;
    guint32 n_messages;
    guint64 seed;
    double days;
    const char *prefix; /* borrowed from argv */
} Options;

/* ---- chance ---- */

/* splitmix64: Steele, Lea and Flood, OOPSLA 2014. */
static guint64
draw(Sequence *sequence)
{
    guint64 z = (sequence->state += G_GUINT64_CONSTANT(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static double
draw_share(Sequence *sequence)
{
    return (double)(draw(sequence) >> 11) * 0x1p-53;
}

static guint32
draw_below(Sequence *sequence, guint32 n)
{
    return (guint32)(((draw(sequence) >> 32) * n) >> 32);
}

/* Lognormal, by Box and Muller's transform. */
static guint32
draw_bytes(Sequence *sequence)
{
    double u = draw_share(sequence);
    double v = draw_share(sequence);
    double normal = sqrt(-2 * log(1 - u)) * cos(2 * G_PI * v);
    double bytes = exp(log(SIZE_MEAN_BYTES) - 0.5 + normal);

    return (guint32)CLAMP(bytes, SIZE_MIN_BYTES, SIZE_MAX_BYTES);
}

/* ---- the graph ---- */

static int
compare_numbers(const void *a, const void *b)
{
    guint64 x = *(const guint64 *)a;
    guint64 y = *(const guint64 *)b;

    return (x > y) - (x < y);
}

/* GLib's own hash of 64 bits mixes the ends by xor alone: too many links would be alike. */
static guint
hash_link(gconstpointer link)
{
    guint64 mixed = *(const guint64 *)link * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);

    return (guint)(mixed >> 32);
}

static guint32
lower_end(guint64 link)
{
    return (guint32)(link >> 32);
}

static guint32
higher_end(guint64 link)
{
    return (guint32)link;
}

static guint64
draw_link(Sequence *sequence, guint32 attempt, guint32 n_hosts)
{
    guint32 a, b;

    if (attempt < n_hosts) {
        a = attempt;
        b = draw_below(sequence, attempt);
    } else {
        do {
            a = draw_below(sequence, n_hosts);
            b = draw_below(sequence, n_hosts);
        } while (a == b);
    }
    return (guint64)MIN(a, b) << 32 | MAX(a, b);
}

static void
draw_links(Graph *graph, Sequence *sequence)
{
    g_autoptr(GHashTable) known = g_hash_table_new(hash_link, g_int64_equal);
    guint32 n = 0;

    for (guint32 attempt = 1; n < graph->n_links; attempt++) {
        graph->links[n] = draw_link(sequence, attempt, graph->n_hosts);
        if (g_hash_table_contains(known, &graph->links[n]))
            continue;
        g_hash_table_add(known, &graph->links[n]);
        n++;
    }
    qsort(graph->links, graph->n_links, sizeof *graph->links, compare_numbers);
}

/* Links are sorted, so all lower ends of a host's links, then all higher ones, ascend. */
static void
find_neighbours(Graph *graph)
{
    g_autofree guint32 *next = g_new0(guint32, graph->n_hosts);
    guint32 place = 0;

    for (guint32 i = 0; i < graph->n_links; i++) {
        next[lower_end(graph->links[i])]++;
        next[higher_end(graph->links[i])]++;
    }
    for (guint32 host = 0; host < graph->n_hosts; host++) {
        graph->first[host] = place;
        place += next[host];
        next[host] = graph->first[host];
    }
    graph->first[graph->n_hosts] = place;
    for (guint32 i = 0; i < graph->n_links; i++)
        graph->neighbours[next[higher_end(graph->links[i])]++] =
            lower_end(graph->links[i]);
    for (guint32 i = 0; i < graph->n_links; i++)
        graph->neighbours[next[lower_end(graph->links[i])]++] =
            higher_end(graph->links[i]);
}

static void
graph_init(Graph *graph, Sequence *sequence, guint32 n_hosts)
{
    *graph = (Graph){.n_hosts = n_hosts, .n_links = 2 * n_hosts};
    graph->links = g_new(guint64, graph->n_links);
    graph->first = g_new(guint32, (gsize)n_hosts + 1);
    graph->neighbours = g_new(guint32, 2 * (gsize)graph->n_links);
    draw_links(graph, sequence);
    find_neighbours(graph);
}

static void
graph_clear(Graph *graph)
{
    g_free(graph->links);
    g_free(graph->first);
    g_free(graph->neighbours);
}

/* ---- routes ---- */

static void
side_init(Side *side, guint32 n_hosts)
{
    *side =
        (Side){.distance = g_new(guint32, n_hosts), .seen = g_new(guint32, n_hosts)};
    for (guint32 host = 0; host < n_hosts; host++)
        side->distance[host] = FAR;
}

static void
side_clear(Side *side)
{
    g_free(side->distance);
    g_free(side->seen);
}

static void
see(Side *side, guint32 host, guint32 distance)
{
    side->distance[host] = distance;
    side->seen[side->n_seen++] = host;
}

static void
begin(Side *side, guint32 host)
{
    while (side->n_seen > 0)
        side->distance[side->seen[--side->n_seen]] = FAR;
    side->n_expanded = 0;
    see(side, host, 0);
}

static guint32
n_outermost(const Side *side)
{
    return side->n_seen - side->n_expanded;
}

/* Looks one hop further from all of @side's outermost hosts. Returns how far apart the two
 * ends are, if some host has now been seen from both, else FAR. */
static guint32
grow(const Graph *graph, Side *side, const Side *other)
{
    guint32 end = side->n_seen;
    guint32 apart = FAR;

    for (; side->n_expanded < end; side->n_expanded++) {
        guint32 host = side->seen[side->n_expanded];
        guint32 distance = side->distance[host] + 1;

        for (guint32 i = graph->first[host]; i < graph->first[host + 1]; i++) {
            guint32 next = graph->neighbours[i];

            if (side->distance[next] != FAR)
                continue;
            see(side, next, distance);
            if (other->distance[next] != FAR)
                apart = MIN(apart, distance + other->distance[next]);
        }
    }
    return apart;
}

/* Goes on from where the sides met, back along shortest ways only, until the distance to
 * the destination is known of all hosts that are on one. */
static void
carry_back(Router *router, guint32 apart)
{
    const Graph *graph = router->graph;
    const Side *from = &router->from;
    Side *to = &router->to;

    for (guint32 k = from->n_seen; k-- > 0;) {
        guint32 host = from->seen[k];

        if (to->distance[host] == FAR ||
            from->distance[host] + to->distance[host] != apart)
            continue;
        for (guint32 i = graph->first[host]; i < graph->first[host + 1]; i++) {
            guint32 next = graph->neighbours[i];

            if (from->distance[next] != FAR &&
                from->distance[next] + 1 == from->distance[host] &&
                to->distance[next] == FAR)
                see(to, next, to->distance[host] + 1);
        }
    }
}

/* Finds the distances to host @b that a walk from host @a needs. */
static void
route(Router *router, guint32 a, guint32 b)
{
    guint32 apart = FAR;

    begin(&router->from, a);
    begin(&router->to, b);
    while (apart == FAR) {
        if (n_outermost(&router->from) <= n_outermost(&router->to))
            apart = grow(router->graph, &router->from, &router->to);
        else
            apart = grow(router->graph, &router->to, &router->from);
    }
    carry_back(router, apart);
}

/* The lowest-numbered neighbour of @host that is one hop nearer to the destination. */
static guint32
next_hop(const Router *router, guint32 host)
{
    const Graph *graph = router->graph;
    guint32 wanted = router->to.distance[host] - 1;
    guint32 i = graph->first[host];

    while (router->to.distance[graph->neighbours[i]] != wanted)
        i++;
    return graph->neighbours[i];
}

/* ---- the files ---- */

static FILE *
create(const char *prefix, const char *suffix)
{
    g_autofree char *path = g_strconcat(prefix, suffix, NULL);
    FILE *file = fopen(path, "w");

    if (file == NULL) {
        perror(path);
        exit(1);
    }
    return file;
}

static void
finish(FILE *file, const char *prefix, const char *suffix)
{
    gboolean failed = ferror(file) != 0;

    if (fclose(file) != 0 || failed) {
        g_printerr("%s%s: not written in full\n", prefix, suffix);
        exit(1);
    }
}

static void
write_topology(const Options *options, const Graph *graph)
{
    FILE *file = create(options->prefix, ".gv");

    fprintf(file,
            "graph \"store-and-forward\" {\n"
            "  label=\"Store and forward, %u hosts\"; net=uucp;\n"
            "  node [mailboxes=1];\n"
            "  edge [schedule=permanent protocol=plain speed=\"2400 bps\" "
            "overhead=\"30 s\"];\n\n",
            graph->n_hosts);
    /* Hosts first: they are numbered by their first mention. */
    for (guint32 host = 0; host < graph->n_hosts; host++)
        fprintf(file, "  \"h%u\";\n", host);
    fputc('\n', file);
    for (guint32 i = 0; i < graph->n_links; i++)
        fprintf(file, "  \"h%u\" -- \"h%u\";\n", lower_end(graph->links[i]),
                higher_end(graph->links[i]));
    fputs("}\n", file);
    finish(file, options->prefix, ".gv");
}

static guint64 *
draw_times(Sequence *sequence, const Options *options)
{
    guint64 *at_us = g_new(guint64, options->n_messages);

    for (guint32 i = 0; i < options->n_messages; i++)
        at_us[i] = (guint64)(draw_share(sequence) * options->days * DAY_US);
    qsort(at_us, options->n_messages, sizeof *at_us, compare_numbers);
    return at_us;
}

/* The next mail's line but its time. Returns its hops. */
static guint32
write_mail(FILE *file, Sequence *sequence, Router *router)
{
    guint32 n_hosts = router->graph->n_hosts;
    guint32 from = draw_below(sequence, n_hosts);
    guint32 to;

    do {
        to = draw_below(sequence, n_hosts);
    } while (to == from);
    route(router, from, to);
    fprintf(file, "h%u!u0,", from);
    for (guint32 host = from; host != to;) {
        host = next_hop(router, host);
        fprintf(file, "h%u!", host);
    }
    fprintf(file, "u0,%u\n", draw_bytes(sequence));
    return router->to.distance[from];
}

static void
write_trace(const Options *options, const Graph *graph, Sequence *sequence)
{
    g_autofree guint64 *at_us = draw_times(sequence, options);
    Router router = {.graph = graph};
    FILE *file = create(options->prefix, ".csv");
    guint64 hops = 0;

    side_init(&router.from, graph->n_hosts);
    side_init(&router.to, graph->n_hosts);
    fputs("time,from,to,bytes\n", file);
    for (guint32 i = 0; i < options->n_messages; i++) {
        fprintf(file, "%" G_GUINT64_FORMAT ".%06" G_GUINT64_FORMAT ",",
                at_us[i] / SECOND_US, at_us[i] % SECOND_US);
        hops += write_mail(file, sequence, &router);
    }
    side_clear(&router.from);
    side_clear(&router.to);
    finish(file, options->prefix, ".csv");
    printf("hosts %u, links %u, messages %u, hops %" G_GUINT64_FORMAT "\n",
           graph->n_hosts, graph->n_links, options->n_messages, hops);
}

static void
write_scenario(const Options *options)
{
    g_autofree char *name = g_path_get_basename(options->prefix);
    FILE *file = create(options->prefix, ".scenario");

    fprintf(file,
            "[scenario]\n"
            "title = Store and forward, %u hosts, %u messages in %.9g days\n"
            "topology = %s.gv\n"
            "begin = 1988-01-01\n"
            "length = %.9g d\n"
            "seed = %" G_GUINT64_FORMAT "\n\n",
            options->n_hosts, options->n_messages, options->days, name,
            options->days + DAYS_TO_ARRIVE, options->seed);
    fprintf(file, "[mail]\nfrom-file = %s.csv\n\n[output]\ntrace = 0%%\n", name);
    finish(file, options->prefix, ".scenario");
}

/* ---- the command line ---- */

static gboolean
read_whole(const char *what, const char *text, guint64 min, guint64 max,
           guint64 *number)
{
    if (g_ascii_string_to_unsigned(text, 10, min, max, number, NULL))
        return TRUE;
    g_printerr("store_and_forward: %s: \"%s\" is not a whole number from "
               "%" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT "\n",
               what, text, min, max);
    return FALSE;
}

static gboolean
read_days(const char *text, double *days)
{
    char *end;

    *days = g_ascii_strtod(text, &end);
    if (end != text && *end == '\0' && *days > 0 && *days <= DAYS_MAX)
        return TRUE;
    g_printerr("store_and_forward: DAYS: \"%s\" is not a number above 0, up to %.0f\n",
               text, DAYS_MAX);
    return FALSE;
}

static gboolean
read_options(Options *options, char **argv)
{
    guint64 n_hosts, n_messages;

    if (!read_whole("HOSTS", argv[1], HOSTS_MIN, HOSTS_MAX, &n_hosts) ||
        !read_whole("MESSAGES", argv[2], 1, MESSAGES_MAX, &n_messages) ||
        !read_whole("SEED", argv[3], 0, SEED_MAX, &options->seed) ||
        !read_days(argv[4], &options->days))
        return FALSE;
    options->n_hosts = (guint32)n_hosts;
    options->n_messages = (guint32)n_messages;
    options->prefix = argv[5];
    return TRUE;
}

int
main(int argc, char **argv)
{
    Options options;
    Sequence sequence;
    Graph graph;

    if (argc != 6) {
        g_printerr("usage: store_and_forward HOSTS MESSAGES SEED DAYS PREFIX\n"
                   "Writes PREFIX.gv, PREFIX.csv and PREFIX.scenario.\n");
        return 2;
    }
    if (!read_options(&options, argv))
        return 2;

    sequence = (Sequence){.state = options.seed};
    graph_init(&graph, &sequence, options.n_hosts);
    write_topology(&options, &graph);
    write_trace(&options, &graph, &sequence);
    write_scenario(&options);
    graph_clear(&graph);
    return 0;
}
