/* topology_links.c - what is told of links, kept as compactly as can be: settings that
 * many share stand once. */
#include "topology_private.h"

#include <string.h>

BpLinkRecord *
bp_topology_link_at(BpTopology *topology, guint32 number)
{
    BpLinkRecord *block = topology->links->pdata[number / BP_LINK_BLOCK];

    return &block[number % BP_LINK_BLOCK];
}

void
bp_topology_link_made(BpTopology *topology, const char *a, const char *b,
                      const char *const *defaults)
{
    bp_topology_link_done(topology);
    topology->link_open = TRUE;
    topology->link_a = bp_network_find(topology->network, a);
    topology->link_b = bp_network_find(topology->network, b);
    topology->link_line = topology->line;
    topology->link_explicit = 0;
    for (guint i = 0; i < topology->n_link_attributes; i++)
        topology->link_value[i] = bp_topology_keep_default(
            topology, BP_TOPOLOGY_LINK, i, defaults[i], topology->link_value[i]);
}

void
bp_topology_link_set(BpTopology *topology, guint attribute, const char *text)
{
    guint64 bit = G_GUINT64_CONSTANT(1) << attribute;
    const char *old = topology->link_value[attribute];
    g_autoptr(GError) error = NULL;
    BpValue value = {0};

    topology->link_value[attribute] = NULL;
    topology->link_explicit |= bit;
    if (!*text)
        return;
    if (!bp_topology_value(BP_TOPOLOGY_LINK, attribute, text, &value, &error)) {
        bp_topology_link_problem(topology, topology->link_a, topology->link_b,
                                 topology->line, "%s = \"%s\": expected %s",
                                 bp_topology_params(BP_TOPOLOGY_LINK)[attribute].name,
                                 text, error->message);
        /* Good enough not to complain again of what follows from it. */
        topology->link_value[attribute] = old;
        topology->line_refused |=
            attribute == BP_LINK_LINE || attribute == BP_LINK_SPEED;
        return;
    }
    bp_value_clear(&value);
    topology->link_value[attribute] = bp_topology_keep_text(topology, text);
}

static guint
hash_settings(gconstpointer key)
{
    const BpLinkSettings *settings = key;
    guint hash = g_int64_hash(&settings->explicit);

    /* The texts are kept in one place each: their addresses will do. */
    for (guint i = 0; i < BP_LINK_PARAMS; i++)
        hash = hash * 31 + g_direct_hash(settings->value[i]);
    return hash;
}

/* How many attributes there are is the same for the whole program. */
static guint
count_link_attributes(void)
{
    static gsize n = 0;

    if (g_once_init_enter(&n))
        g_once_init_leave(&n, bp_param_count(bp_topology_params(BP_TOPOLOGY_LINK)));
    return (guint)n;
}

static gboolean
equal_settings(gconstpointer a, gconstpointer b)
{
    const BpLinkSettings *x = a, *y = b;

    return x->explicit == y->explicit &&
           memcmp(x->value, y->value, count_link_attributes() * sizeof *x->value) == 0;
}

static guint32
find_settings(BpTopology *topology)
{
    guint n = topology->n_link_attributes;
    gsize size = sizeof(BpLinkSettings) + n * sizeof(const char *);
    guint64 space[(sizeof(BpLinkSettings) / 8) + BP_LINK_ATTRIBUTES_MAX + 1] = {0};
    BpLinkSettings *wanted = (BpLinkSettings *)(void *)space, *found;

    wanted->explicit = topology->link_explicit;
    memcpy(wanted->value, topology->link_value, n * sizeof(const char *));
    found = g_hash_table_lookup(topology->find_settings, wanted);
    if (!found) {
        wanted->number = topology->link_settings->len;
        found = g_memdup2(wanted, size);
        g_ptr_array_add(topology->link_settings, found);
        g_hash_table_add(topology->find_settings, found);
    }
    return found->number;
}

static gint32
parse_cost(BpTopology *topology, guint attribute)
{
    const char *text = topology->link_value[attribute];
    gint32 cost = -1;

    if (text && !bp_parse_cost(text, &cost, NULL))
        cost = -1; /* told when it was set */
    return cost;
}

/* In a strict graph: what is stated now goes on top of what the link had. */
static void
merge_link(BpTopology *topology, BpLinkRecord *link)
{
    const BpLinkSettings *old = topology->link_settings->pdata[link->settings];

    for (guint i = 0; i < topology->n_link_attributes; i++) {
        gboolean stated = (topology->link_explicit >> i) & 1;

        if (!stated)
            topology->link_value[i] = old->value[i];
    }
    if ((topology->link_explicit >> BP_LINK_COST) & 1)
        link->cost = parse_cost(topology, BP_LINK_COST);
    if ((topology->link_explicit >> BP_LINK_COST_BACK) & 1)
        link->cost_back = parse_cost(topology, BP_LINK_COST_BACK);
    topology->link_explicit |= old->explicit;
    topology->link_value[BP_LINK_COST] = topology->link_value[BP_LINK_COST_BACK] = NULL;
    link->settings = find_settings(topology);
    link->line = topology->link_line;
}

/* Returns: (nullable): the link that the one in hand means again. */
static BpLinkRecord *
find_link(BpTopology *topology)
{
    guint64 low = MIN(topology->link_a, topology->link_b);
    guint64 pair = (low << 32) | MAX(topology->link_a, topology->link_b);
    guint number;

    if (!topology->pairs)
        topology->pairs =
            g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    number = GPOINTER_TO_UINT(g_hash_table_lookup(topology->pairs, &pair));
    if (number > 0)
        return bp_topology_link_at(topology, number - 1);
    g_hash_table_insert(topology->pairs, g_memdup2(&pair, sizeof pair),
                        GUINT_TO_POINTER(topology->n_links + 1));
    return NULL;
}

static void
add_link(BpTopology *topology)
{
    BpLinkRecord link = {.a = topology->link_a,
                         .b = topology->link_b,
                         .line = topology->link_line,
                         .cost = parse_cost(topology, BP_LINK_COST),
                         .cost_back = parse_cost(topology, BP_LINK_COST_BACK)};

    topology->link_value[BP_LINK_COST] = topology->link_value[BP_LINK_COST_BACK] = NULL;
    topology->link_explicit &= ~((G_GUINT64_CONSTANT(1) << BP_LINK_COST) |
                                 (G_GUINT64_CONSTANT(1) << BP_LINK_COST_BACK));
    link.settings = find_settings(topology);
    if (topology->n_links % BP_LINK_BLOCK == 0)
        g_ptr_array_add(topology->links, g_new(BpLinkRecord, BP_LINK_BLOCK));
    topology->n_links++;
    *bp_topology_link_at(topology, topology->n_links - 1) = link;
}

void
bp_topology_link_done(BpTopology *topology)
{
    BpLinkRecord *again;

    if (!topology->link_open)
        return;

    topology->link_open = FALSE;
    if (topology->link_a == topology->link_b) {
        bp_topology_problem(topology, topology->link_a, topology->link_line,
                            "a link to itself");
        return;
    }
    again = topology->strict ? find_link(topology) : NULL;
    if (again)
        merge_link(topology, again);
    else
        add_link(topology);
}

static void
free_settings(gpointer data)
{
    BpLinkSettings *settings = data;

    while (settings->ways) {
        BpLinkWay *next = settings->ways->next;

        g_free(settings->ways);
        settings->ways = next;
    }
    g_free(settings);
}

void
bp_topology_links_init(BpTopology *topology)
{
    topology->n_link_attributes = count_link_attributes();
    topology->link_settings = g_ptr_array_new_with_free_func(free_settings);
    topology->find_settings = g_hash_table_new(hash_settings, equal_settings);
    topology->links = g_ptr_array_new_with_free_func(g_free);
}

void
bp_topology_links_clear(BpTopology *topology)
{
    g_clear_pointer(&topology->pairs, g_hash_table_unref);
    g_hash_table_unref(topology->find_settings);
    g_ptr_array_unref(topology->link_settings);
    g_ptr_array_unref(topology->links);
}
