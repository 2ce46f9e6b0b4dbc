/* routes.c - a tree of next hops a destination, found backwards from it and kept for a
 * while; a host that hangs on one other has that one's.
 *
 * Dijkstra's algorithm with a 4-ary heap. A node's key is its cost and below that its
 * hops, so that one comparison does for both. What is no longer the least stays in the
 * heap until it comes up: moving it would touch the node at every step. Arrays are made
 * once and used by every search; only as much of the heap is touched as a search fills. */
#include <bangpath/routes.h>

#include <string.h>

/* Hops take the low 20 bits of a key. A route of 2^18 links all of BP_COST_MAX would
 * not fit above them: such a route is none. */
#define HOP_BITS 20
#define ONE_HOP G_GUINT64_CONSTANT(1)

#define UNREACHED G_MAXUINT64

/* What the search knows of a node. */
typedef struct {
    guint64 key;
    guint32 next; /* the channel out of it, or BP_NONE */
} Node;

/* In the heap; stale if its node's key is less by now. */
typedef struct {
    guint64 key;
    guint32 node;
} Entry;

/* A tree that is kept. */
typedef struct {
    guint32 *next; /* owned: the channel out of each node, or BP_NONE */
    guint32 destination;
    guint16 edition;
    guint16 used; /* since the hand came by */
} Kept;

/* Of the map. */
typedef struct {
    guint64 *closed; /* owned: a bit a node; NULL if nobody is */
    guint32
        *kept_at; /* owned: by destination, place in kept, or BP_NONE; NULL before the
                         first is asked for */
} Edition;

struct _BpRoutes {
    const BpNetwork *network; /* borrowed */
    const BpHost *hosts;      /* borrowed from the network */
    guint32 n;
    GArray *editions; /* owned, of Edition */
    GArray *kept;     /* owned, of Kept */
    guint max_kept;
    guint hand; /* of the clock: where to look for a tree to give up */

    guint32 *nets; /* owned: a bit a node */

    /* Of the last search. */
    guint32 searched; /* its destination, or BP_NONE */
    guint searched_edition;
    Node *nodes; /* owned */
    Entry *heap; /* owned: room for an entry a channel and the first */
    guint32 heap_len;
};

static Edition *
edition_at(const BpRoutes *routes, guint edition)
{
    return &g_array_index(routes->editions, Edition, edition);
}

BpRoutes *
bp_routes_new(const BpNetwork *network, gsize memory_bytes)
{
    BpRoutes *routes;
    Edition first = {NULL, NULL};
    gsize n, max_kept;

    g_return_val_if_fail(network, NULL);

    routes = g_new0(BpRoutes, 1);
    n = bp_network_n_nodes(network);
    max_kept = memory_bytes / (MAX(n, 1) * sizeof(guint32));
    routes->network = network;
    routes->hosts = bp_network_hosts(network);
    routes->n = (guint32)n;
    routes->editions = g_array_new(FALSE, FALSE, sizeof(Edition));
    g_array_append_val(routes->editions, first);
    routes->kept = g_array_new(FALSE, FALSE, sizeof(Kept));
    routes->max_kept = (guint)CLAMP(max_kept, 1, MAX(n, 1));
    routes->nets = g_new0(guint32, n / 32 + 1);
    for (guint32 i = 0; i < n; i++)
        routes->nets[i / 32] |= (guint32)routes->hosts[i].is_net << i % 32;
    routes->searched = BP_NONE;
    routes->nodes = g_new(Node, n);
    routes->heap = g_new(Entry, (gsize)bp_network_n_links(network) * 2 + 1);
    return routes;
}

void
bp_routes_free(BpRoutes *routes)
{
    if (!routes)
        return;

    for (guint i = 0; i < routes->kept->len; i++)
        g_free(g_array_index(routes->kept, Kept, i).next);
    g_array_unref(routes->kept);
    for (guint i = 0; i < routes->editions->len; i++) {
        g_free(edition_at(routes, i)->closed);
        g_free(edition_at(routes, i)->kept_at);
    }
    g_array_unref(routes->editions);
    g_free(routes->nets);
    g_free(routes->nodes);
    g_free(routes->heap);
    g_free(routes);
}

static gboolean
is_net(const BpRoutes *routes, guint32 node)
{
    return (routes->nets[node / 32] >> node % 32 & 1) != 0;
}

static void
push(BpRoutes *routes, guint64 key, guint32 node)
{
    Entry *heap = routes->heap;
    guint32 place = routes->heap_len++;

    while (place > 0 && heap[(place - 1) / 4].key > key) {
        heap[place] = heap[(place - 1) / 4];
        place = (place - 1) / 4;
    }
    heap[place] = (Entry){key, node};
}

static Entry
pop(BpRoutes *routes)
{
    Entry *heap = routes->heap;
    Entry top = heap[0], last = heap[--routes->heap_len];
    guint32 place = 0, n = routes->heap_len;

    for (;;) {
        guint32 child = place * 4 + 1, best = child, other;

        if (child + 4 <= n) {
            /* Which is least is anyone's guess, the processor's too: no branches. */
            best += heap[child + 1].key < heap[child].key;
            other = child + 2 + (heap[child + 3].key < heap[child + 2].key);
            best = heap[other].key < heap[best].key ? other : best;
        } else if (child >= n) {
            break;
        } else {
            for (other = child + 1; other < n; other++)
                if (heap[other].key < heap[best].key)
                    best = other;
        }
        if (heap[best].key >= last.key)
            break;
        heap[place] = heap[best];
        place = best;
    }
    heap[place] = last;
    return top;
}

/* The host that comes next over @channel: where it leads, or beyond the net. */
static guint32
next_host(const BpRoutes *routes, guint32 channel)
{
    guint32 to = bp_network_to(routes->network, channel);

    return is_net(routes, to) ? bp_network_to(routes->network, routes->nodes[to].next)
                              : to;
}

/* Of two channels out of one node that cost the same: the lower next host, then link. */
static gboolean
goes_before(const BpRoutes *routes, guint32 a, guint32 b)
{
    guint32 host_a = next_host(routes, a), host_b = next_host(routes, b);

    return host_a != host_b ? host_a < host_b : a / 2 < b / 2;
}

/* There is a way from @node over @channel with this key. A tie may still be found when
 * @node is settled; nobody has looked at its choice then: only nets' are looked at, and
 * whatever follows a net has a lower key, as leaving a net is a hop. */
static void
offer(BpRoutes *routes, guint32 node, guint32 channel, guint64 key)
{
    Node *known = &routes->nodes[node];

    if (key < known->key) {
        *known = (Node){key, channel};
        push(routes, key, node);
    } else if (key == known->key && known->next != BP_NONE &&
               goes_before(routes, channel, known->next)) {
        known->next = channel;
    }
}

/* What a step over @channel costs, as a key. Into a net: the access line's cost, and
 * out of it a hop. */
static guint64
step_key(const BpRoutes *routes, const BpLink *link, guint32 channel)
{
    gboolean forth = (channel & 1) == 0;
    guint64 cost = (guint64)(forth ? link->cost_ab : link->cost_ba);

    if (is_net(routes, link->b))
        return forth ? cost << HOP_BITS : ONE_HOP;
    return (cost << HOP_BITS) + ONE_HOP;
}

guint
bp_routes_edition(const BpRoutes *routes)
{
    return routes->editions->len - 1;
}

guint
bp_routes_publish(BpRoutes *routes, const guint64 *closed)
{
    gsize words = routes->n / 64 + 1;
    const guint64 *last = edition_at(routes, bp_routes_edition(routes))->closed;
    gboolean same = TRUE;

    for (gsize i = 0; i < words; i++)
        same = same && closed[i] == (last ? last[i] : 0);
    if (same)
        return bp_routes_edition(routes);
    g_return_val_if_fail(routes->editions->len < BP_EDITIONS_MAX,
                         bp_routes_edition(routes));

    Edition edition = {.closed = g_memdup2(closed, words * sizeof(guint64))};

    g_array_append_val(routes->editions, edition);
    return bp_routes_edition(routes);
}

/* Whether @node does not carry for @destination what comes from just anyone. */
static gboolean
is_shut(const BpRoutes *routes, const guint64 *closed, guint32 node,
        guint32 destination)
{
    return closed != NULL && (closed[node / 64] >> node % 64 & 1) &&
           node != destination &&
           !bp_network_reaches_down(routes->network, node, destination);
}

static void
search(BpRoutes *routes, guint edition, guint32 destination)
{
    const guint64 *closed = edition_at(routes, edition)->closed;
    const BpLink *links;

    memset(routes->nodes, 0xff, routes->n * sizeof(Node));
    routes->searched = destination;
    routes->searched_edition = edition;
    routes->heap_len = 0;
    routes->nodes[destination].key = 0;
    if (bp_network_n_channels(routes->network) == 0)
        return;

    /* In one array, with those of further access lines at its end. */
    links = bp_network_link(routes->network, 0);
    push(routes, 0, destination);
    while (routes->heap_len > 0) {
        Entry entry = pop(routes);
        guint n;
        const guint32 *out = bp_network_out(routes->network, entry.node, &n);

        if (entry.key > routes->nodes[entry.node].key)
            continue;

        gboolean shut = is_shut(routes, closed, entry.node, destination);

        for (guint i = 0; i < n; i++) {
            guint32 back = out[i] ^ 1;
            const BpLink *link = &links[back / 2];
            guint64 step = step_key(routes, link, back);
            guint32 from = back & 1 ? link->b : link->a;

            if (shut && !bp_network_vouches(routes->network, entry.node, from))
                continue;
            if (step < UNREACHED - entry.key)
                offer(routes, from, back, entry.key + step);
        }
    }
}

static gboolean
is_live(const BpRoutes *routes, guint32 channel)
{
    const BpLink *link = bp_network_link(routes->network, channel / 2);

    return (channel & 1 ? link->cost_ba : link->cost_ab) < BP_COST_DEAD;
}

/* Gives up a tree: the first that was not used since the hand last came by. */
static guint32
give_up_one(BpRoutes *routes)
{
    for (;;) {
        guint32 place = routes->hand;
        Kept *kept = &g_array_index(routes->kept, Kept, place);

        routes->hand = (place + 1) % routes->kept->len;
        if (!kept->used) {
            edition_at(routes, kept->edition)->kept_at[kept->destination] = BP_NONE;
            return place;
        }
        kept->used = FALSE;
    }
}

static const guint32 *
find_tree(BpRoutes *routes, guint edition, guint32 destination)
{
    Edition *map = edition_at(routes, edition);
    guint32 place;
    Kept *kept;

    if (map->kept_at == NULL) {
        map->kept_at = g_new(guint32, routes->n);
        memset(map->kept_at, 0xff, routes->n * sizeof(guint32));
    }
    place = map->kept_at[destination];
    if (place != BP_NONE) {
        kept = &g_array_index(routes->kept, Kept, place);
        kept->used = TRUE;
        return kept->next;
    }

    if (routes->kept->len < routes->max_kept) {
        Kept fresh = {.next = g_new(guint32, routes->n)};

        place = routes->kept->len;
        g_array_append_val(routes->kept, fresh);
    } else {
        place = give_up_one(routes);
    }
    kept = &g_array_index(routes->kept, Kept, place);
    kept->destination = destination;
    kept->edition = (guint16)edition;
    kept->used = TRUE;
    map->kept_at[destination] = place;
    search(routes, edition, destination);
    for (guint32 i = 0; i < routes->n; i++)
        kept->next[i] = routes->nodes[i].next;
    return kept->next;
}

/* Whose tree leads to @destination: what hangs on one host alone is reached as that host,
 * and by a step more. Half of a UUCP map are such. Not where hosts are closed: what they
 * carry depends on whom it is for; nor below a net, whose ties are told by what is behind. */
static guint32
tree_of(const BpRoutes *routes, guint edition, guint32 destination)
{
    guint n;
    const guint32 *out = bp_network_out(routes->network, destination, &n);
    guint32 above;

    if (n != 1 || edition_at(routes, edition)->closed)
        return destination;
    above = bp_network_to(routes->network, out[0]);
    return is_net(routes, above) ? destination : above;
}

/* From @at to @destination, smart hosts aside. */
static BpHop
way(BpRoutes *routes, guint edition, guint32 at, guint32 destination)
{
    BpHop hop = {BP_NONE, BP_NONE};
    guint32 net = bp_network_common_net(routes->network, at, destination);
    guint32 above = tree_of(routes, edition, destination);
    const guint32 *next;

    if (net != BP_NONE)
        return (BpHop){bp_network_access(routes->network, at, net), destination};
    if (at == above)
        return (BpHop){bp_network_channel_between(routes->network, at, destination),
                       destination};

    next = find_tree(routes, edition, above);
    hop.channel = next[at];
    if (hop.channel == BP_NONE)
        return hop;
    hop.to = bp_network_to(routes->network, hop.channel);
    if (is_net(routes, hop.to))
        hop.to = bp_network_to(routes->network, next[hop.to]);
    return hop;
}

/* To a neighbour, by whoever computes nothing: straight, unless the link is dead. */
static gboolean
go_straight(const BpRoutes *routes, guint32 at, guint32 neighbour, BpHop *hop)
{
    guint32 channel = bp_network_channel_between(routes->network, at, neighbour);

    if (channel == BP_NONE || is_net(routes, bp_network_to(routes->network, channel)) ||
        !is_live(routes, channel))
        return FALSE;
    *hop = (BpHop){channel, neighbour};
    return TRUE;
}

/* From a host that has a smart host and is not on a net with @destination. */
static BpHop
ask_smart_host(BpRoutes *routes, guint edition, guint32 at, guint32 destination)
{
    guint32 smart_host = routes->hosts[at].smart_host;
    BpHop hop;

    if (go_straight(routes, at, destination, &hop))
        return hop;
    if (bp_network_reaches_down(routes->network, at, destination))
        return way(routes, edition, at, destination);
    if (bp_network_common_net(routes->network, at, smart_host) == BP_NONE &&
        go_straight(routes, at, smart_host, &hop))
        return hop;
    hop = way(routes, edition, at, smart_host);
    return hop.channel == BP_NONE ? way(routes, edition, at, destination) : hop;
}

BpHop
bp_routes_next(BpRoutes *routes, guint edition, guint32 at, guint32 destination)
{
    guint32 smart_host;

    g_return_val_if_fail(routes && at < routes->n && destination < routes->n,
                         ((BpHop){BP_NONE, BP_NONE}));
    g_return_val_if_fail(edition < routes->editions->len, ((BpHop){BP_NONE, BP_NONE}));
    g_return_val_if_fail(at != destination, ((BpHop){BP_NONE, BP_NONE}));

    smart_host = routes->hosts[at].smart_host;
    if (smart_host == BP_NONE || smart_host == at ||
        bp_network_common_net(routes->network, at, destination) != BP_NONE)
        return way(routes, edition, at, destination);
    return ask_smart_host(routes, edition, at, destination);
}

gint64
bp_routes_cost(BpRoutes *routes, guint32 from, guint32 destination)
{
    g_return_val_if_fail(routes && from < routes->n && destination < routes->n, -1);

    if (routes->searched != destination ||
        routes->searched_edition != bp_routes_edition(routes))
        search(routes, bp_routes_edition(routes), destination);
    if (routes->nodes[from].key == UNREACHED)
        return -1;
    return (gint64)(routes->nodes[from].key >> HOP_BITS);
}

void
bp_routes_archive(BpRoutes *routes, BpArchive *archive)
{
    gsize words = routes->n / 64 + 1;
    g_autofree guint64 *closed = g_new(guint64, words);
    guint64 n;

    bp_archive_section(archive, "routes");
    n = bp_archive_count(archive, routes->editions->len, BP_EDITIONS_MAX, 0);
    for (guint i = 1; i < n; i++) {
        if (i < routes->editions->len)
            memcpy(closed, edition_at(routes, i)->closed, words * sizeof(guint64));
        bp_archive_u64s(archive, closed, words);
        if (i == routes->editions->len)
            bp_routes_publish(routes, closed);
    }
    bp_archive_expect(archive, n == routes->editions->len,
                      "an edition is one too many");
}
