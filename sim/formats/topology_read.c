/* topology_read.c - what cgraph tells of a topology, kept as compactly as can be. */
#include "topology_private.h"

#include <bangpath/mailer.h>
#include <math.h>
#include <string.h>

static void add_problem(BpTopology *topology, int line, const char *about,
                        const char *format, va_list args) G_GNUC_PRINTF(4, 0);

static void
add_problem(BpTopology *topology, int line, const char *about, const char *format,
            va_list args)
{
    g_autofree char *text = g_strdup_vprintf(format, args);

    bp_problems_add(topology->problems, topology->name, line, "%s%s", about, text);
}

void
bp_topology_problem(BpTopology *topology, guint32 host, int line, const char *format,
                    ...)
{
    g_autofree char *about = NULL;
    va_list args;

    if (host != BP_NONE) {
        const BpHost *of = bp_network_edit(topology->network, host);

        about = g_strdup_printf("%s \"%s\": ", of->is_net ? "net" : "host", of->name);
    }
    va_start(args, format);
    add_problem(topology, line, about ? about : "", format, args);
    va_end(args);
}

void
bp_topology_link_problem(BpTopology *topology, guint32 a, guint32 b, int line,
                         const char *format, ...)
{
    g_autofree char *about = g_strdup_printf(
        "link \"%s\" -- \"%s\": ", bp_network_edit(topology->network, a)->name,
        bp_network_edit(topology->network, b)->name);
    va_list args;

    va_start(args, format);
    add_problem(topology, line, about, format, args);
    va_end(args);
}

int
bp_topology_attribute(BpTopology *topology, BpTopologyPart part, const char *name)
{
    guint number =
        GPOINTER_TO_UINT(g_hash_table_lookup(topology->attributes[part], name));

    if (number > 0)
        return (int)number - 1;
    return bp_topology_is_graphviz(name) ? -1 : -2;
}

static const char *const part_names[] = {
    [BP_TOPOLOGY_GRAPH] = "the graph",
    [BP_TOPOLOGY_HOST] = "hosts",
    [BP_TOPOLOGY_LINK] = "links",
};

/* `; it is one of hosts`, `; did you mean "relay"?` or nothing. */
static char *
suggest(BpTopology *topology, BpTopologyPart part, const char *attribute)
{
    const char *nearest;

    for (BpTopologyPart other = 0; other < BP_TOPOLOGY_N_PARTS; other++)
        if (other != part && bp_topology_attribute(topology, other, attribute) >= 0)
            return g_strdup_printf("; it is one of %s", part_names[other]);

    nearest = bp_topology_nearest(part, attribute);
    return nearest ? g_strdup_printf("; did you mean \"%s\"?", nearest) : g_strdup("");
}

void
bp_topology_unknown(BpTopology *topology, BpTopologyPart part, const char *attribute,
                    const char *host)
{
    g_autofree char *key = g_strdup_printf("%d %s", (int)part, attribute);
    g_autofree char *hint = NULL;

    if (!g_hash_table_add(topology->unknown, g_steal_pointer(&key)))
        return;

    hint = suggest(topology, part, attribute);
    if (host)
        bp_topology_problem(topology, bp_network_find(topology->network, host),
                            topology->line, "unknown attribute \"%s\"%s", attribute,
                            hint);
    else if (part == BP_TOPOLOGY_LINK && topology->link_open)
        bp_topology_link_problem(topology, topology->link_a, topology->link_b,
                                 topology->line, "unknown attribute \"%s\"%s",
                                 attribute, hint);
    else
        bp_topology_problem(topology, BP_NONE, topology->line,
                            "unknown attribute \"%s\" of %s%s", attribute,
                            part_names[part], hint);
}

/* ---- the graph and defaults ---- */

void
bp_topology_graph_set(BpTopology *topology, guint attribute, const char *text)
{
    const BpParam *row = &bp_topology_params(BP_TOPOLOGY_GRAPH)[attribute];
    g_autoptr(GError) error = NULL;
    BpValue value = {0};

    if (!bp_topology_value(BP_TOPOLOGY_GRAPH, attribute, text, &value, &error)) {
        g_autofree char *key = g_strdup_printf("%s=%s", row->name, text);

        if (g_hash_table_add(topology->bad, g_steal_pointer(&key)))
            bp_topology_problem(topology, BP_NONE, topology->line,
                                "graph: %s = \"%s\": expected %s", row->name, text,
                                error->message);
        return;
    }
    switch (attribute) {
    case BP_GRAPH_LABEL:
        g_free(topology->title);
        topology->title = g_steal_pointer(&value.text);
        break;
    case BP_GRAPH_NET:
        topology->networks = (guint8)value.number;
        break;
    case BP_GRAPH_TARIFF:
        g_free(topology->tariff);
        topology->tariff = g_strdup(row->choices[value.number]);
        break;
    default:
        topology->epoch = (int)value.number;
        break;
    }
    bp_value_clear(&value);
}

static char *
default_key(BpTopologyPart part, guint attribute, const char *text)
{
    return g_strdup_printf("%d %u %s", (int)part, attribute, text);
}

void
bp_topology_default_set(BpTopology *topology, BpTopologyPart part, guint attribute,
                        const char *text)
{
    g_autoptr(GError) error = NULL;
    BpValue value = {0};

    if (bp_topology_value(part, attribute, text, &value, &error)) {
        bp_value_clear(&value);
        return;
    }
    if (g_hash_table_add(topology->bad, default_key(part, attribute, text)))
        bp_topology_problem(topology, BP_NONE, topology->line,
                            "default of %s: %s = \"%s\": expected %s", part_names[part],
                            bp_topology_params(part)[attribute].name, text,
                            error->message);
}

/* The text as it is kept, or NULL: none, empty, or a mistake that was told. @last is
 * what the same attribute had the time before: mostly the same. */
static const char *
keep_default(BpTopology *topology, BpTopologyPart part, guint attribute,
             const char *text, const char *last)
{
    if (!text || !*text)
        return NULL;
    if (last && strcmp(last, text) == 0)
        return last;
    if (g_hash_table_size(topology->bad) > 0) {
        g_autofree char *key = default_key(part, attribute, text);

        if (g_hash_table_contains(topology->bad, key)) {
            topology->line_refused |=
                part == BP_TOPOLOGY_LINK &&
                (attribute == BP_LINK_LINE || attribute == BP_LINK_SPEED);
            return NULL;
        }
    }
    return g_string_chunk_insert_const(topology->strings, text);
}

/* ---- hosts ---- */

static guint
hash_defaults(gconstpointer key)
{
    const BpHostDefaults *defaults = key;
    guint hash = 0;

    for (guint i = 0; i < BP_HOST_N_ATTRIBUTES; i++)
        hash = hash * 31 + g_direct_hash(defaults->value[i]);
    return hash;
}

static gboolean
equal_defaults(gconstpointer a, gconstpointer b)
{
    return memcmp(((const BpHostDefaults *)a)->value,
                  ((const BpHostDefaults *)b)->value,
                  sizeof((const BpHostDefaults *)a)->value) == 0;
}

static guint32
find_defaults(BpTopology *topology, const char *const *texts)
{
    BpHostDefaults wanted = {0};
    BpHostDefaults *found;
    const BpHostDefaults *last = NULL;

    if (topology->host_defaults->len > 0)
        last = topology->host_defaults->pdata[topology->host_defaults->len - 1];
    for (guint i = 0; i < BP_HOST_N_ATTRIBUTES; i++)
        wanted.value[i] = keep_default(topology, BP_TOPOLOGY_HOST, i, texts[i],
                                       last ? last->value[i] : NULL);
    found = g_hash_table_lookup(topology->find_defaults, &wanted);
    if (!found) {
        wanted.number = topology->host_defaults->len;
        found = g_memdup2(&wanted, sizeof wanted);
        g_ptr_array_add(topology->host_defaults, found);
        g_hash_table_add(topology->find_defaults, found);
    }
    return found->number;
}

/* A name must be able to stand in a list, an address and a bang path. */
static void
check_name(BpTopology *topology, guint32 host, const char *name)
{
    gsize n = strlen(name);
    gboolean good = n > 0 && name[0] != ' ' && name[n - 1] != ' ';

    for (const char *at = name; *at; at++)
        good = good && !g_ascii_iscntrl(*at) && !strchr("!@,;\"\\", *at);
    if (!good)
        bp_topology_problem(topology, host, topology->line,
                            "expected a name without ! @ , ; \" \\ and control "
                            "characters, and without blanks at its ends");
}

void
bp_topology_host_made(BpTopology *topology, const char *name,
                      const char *const *defaults)
{
    gboolean made;
    guint32 host = bp_network_node(topology->network, name, &made);
    BpHostState state = {.line = topology->line};

    if (!made)
        return;

    state.defaults = find_defaults(topology, defaults);
    g_assert(host == topology->hosts->len);
    g_array_append_val(topology->hosts, state);
    check_name(topology, host, name);
}

static void
withdraw_names(BpTopology *topology, guint32 host, guint attribute)
{
    for (guint i = 0; i < topology->name_lists->len; i++) {
        BpNameList *list = &g_array_index(topology->name_lists, BpNameList, i);

        if (list->host == host && list->attribute == attribute)
            list->names = NULL;
    }
}

static void
keep_names(BpTopology *topology, guint32 host, BpHostAttribute attribute,
           const char *text, int line)
{
    BpNameList list = {.host = host, .line = line, .attribute = attribute};

    list.names = g_string_chunk_insert(topology->lists, text);
    g_array_append_val(topology->name_lists, list);
}

void
bp_topology_apply(BpTopology *topology, guint32 host, BpHostAttribute attribute,
                  const BpValue *value, const char *text, int line)
{
    BpHost *to = bp_network_edit(topology->network, host);
    gint64 number = value->number;

    switch (attribute) {
    case BP_HOST_KIND:
        to->is_net = number == 1;
        break;
    case BP_HOST_NET:
        to->networks = (guint8)number;
        break;
    case BP_HOST_RELAY:
        to->relay = (guint8)bp_topology_relay(number);
        break;
    case BP_HOST_HOLES:
        to->holes = (guint8)number;
        break;
    case BP_HOST_AUTH:
        to->auth = number != 0;
        break;
    case BP_HOST_MAILER:
        to->mailer = (guint)(number + 1) & BP_MAILERS_MAX;
        break;
    case BP_HOST_LINES:
        to->lines = (guint16)number;
        break;
    case BP_HOST_MAILBOXES:
        to->mailboxes = (guint32)number;
        break;
    case BP_HOST_SPOOL:
        to->spool_bytes = number;
        break;
    case BP_HOST_SERVES:
        to->serves_leaves = number == 0;
        if (number != 0)
            keep_names(topology, host, attribute, text, line);
        break;
    case BP_HOST_RELAY_FOR:
    case BP_HOST_SMART_HOST:
    case BP_HOST_FALLBACK:
        keep_names(topology, host, attribute, text, line);
        break;
    case BP_HOST_MAX_RECIPIENTS:
        to->max_recipients = (guint32)number;
        break;
    case BP_HOST_CONNECTIONS_OUT:
        bp_network_set_connections(
            topology->network, host, (guint16)number,
            (guint16)bp_network_connections_in(topology->network, host));
        break;
    case BP_HOST_CONNECTIONS_IN:
        bp_network_set_connections(
            topology->network, host,
            (guint16)bp_network_connections_out(topology->network, host),
            (guint16)number);
        break;
    case BP_HOST_CROSSING:
        bp_network_set_crossing(topology->network, host, (gint32)number);
        break;
    case BP_HOST_LAT:
        to->lat = (float)((double)number / 1e6);
        break;
    case BP_HOST_LON:
        to->lon = (float)((double)number / 1e6);
        break;
    case BP_HOST_TZ:
        to->tz_minutes = (gint16)number;
        break;
    case BP_HOST_CLOCK:
        bp_network_set_clock(topology->network, host, (gint32)number);
        break;
    case BP_HOST_ORG:
        bp_network_set_org(topology->network, host, value->text);
        break;
    case BP_HOST_MACHINE:
        bp_network_set_machine(topology->network, host, value->text);
        break;
    case BP_HOST_N_ATTRIBUTES:
        g_assert_not_reached();
    }
}

/* Back to what it is where nobody says anything: the attribute was stated before. */
static void
reset_attribute(BpTopology *topology, guint32 host, BpHostAttribute attribute)
{
    BpHost *to = bp_network_edit(topology->network, host);
    BpHost fresh = bp_host_default();

    switch (attribute) {
    case BP_HOST_SERVES:
        to->serves_leaves = fresh.serves_leaves;
        withdraw_names(topology, host, attribute);
        break;
    case BP_HOST_RELAY_FOR:
    case BP_HOST_SMART_HOST:
    case BP_HOST_FALLBACK:
        withdraw_names(topology, host, attribute);
        break;
    case BP_HOST_CONNECTIONS_OUT:
        bp_network_set_connections(
            topology->network, host, BP_CONNECTIONS_OUT,
            (guint16)bp_network_connections_in(topology->network, host));
        break;
    case BP_HOST_CONNECTIONS_IN:
        bp_network_set_connections(
            topology->network, host,
            (guint16)bp_network_connections_out(topology->network, host),
            BP_CONNECTIONS_IN);
        break;
    case BP_HOST_CROSSING:
        bp_network_set_crossing(topology->network, host, 0);
        break;
    case BP_HOST_CLOCK:
        bp_network_set_clock(topology->network, host, 0);
        break;
    case BP_HOST_ORG:
        bp_network_set_org(topology->network, host, "");
        break;
    case BP_HOST_MACHINE:
        bp_network_set_machine(topology->network, host, "");
        break;
    default:
        fresh.name = to->name;
        fresh.is_net = attribute == BP_HOST_KIND ? 0 : to->is_net;
        fresh.networks = attribute == BP_HOST_NET ? 0 : to->networks;
        if (attribute != BP_HOST_RELAY)
            fresh.relay = to->relay;
        if (attribute != BP_HOST_HOLES)
            fresh.holes = to->holes;
        if (attribute != BP_HOST_AUTH)
            fresh.auth = to->auth;
        if (attribute != BP_HOST_MAILER)
            fresh.mailer = to->mailer;
        if (attribute != BP_HOST_LINES)
            fresh.lines = to->lines;
        if (attribute != BP_HOST_MAILBOXES)
            fresh.mailboxes = to->mailboxes;
        if (attribute != BP_HOST_SPOOL)
            fresh.spool_bytes = to->spool_bytes;
        if (attribute != BP_HOST_MAX_RECIPIENTS)
            fresh.max_recipients = to->max_recipients;
        if (attribute != BP_HOST_LAT)
            fresh.lat = to->lat;
        if (attribute != BP_HOST_LON)
            fresh.lon = to->lon;
        if (attribute != BP_HOST_TZ)
            fresh.tz_minutes = to->tz_minutes;
        fresh.serves_leaves = to->serves_leaves;
        *to = fresh;
        break;
    }
}

void
bp_topology_host_set(BpTopology *topology, const char *name, guint attribute,
                     const char *text)
{
    guint32 host = bp_network_find(topology->network, name);
    BpHostState *state = &g_array_index(topology->hosts, BpHostState, host);
    guint32 bit = 1u << attribute;
    g_autoptr(GError) error = NULL;
    BpValue value = {0};

    state->line = topology->line;
    if (state->given & bit)
        reset_attribute(topology, host, attribute);
    state->stated |= bit;
    state->given &= ~bit;
    if (!*text)
        return;

    state->given |= bit;
    if (bp_topology_value(BP_TOPOLOGY_HOST, attribute, text, &value, &error))
        bp_topology_apply(topology, host, attribute, &value, text, topology->line);
    else
        bp_topology_problem(topology, host, topology->line, "%s = \"%s\": expected %s",
                            bp_topology_params(BP_TOPOLOGY_HOST)[attribute].name, text,
                            error->message);
    bp_value_clear(&value);
}

/* ---- links ---- */

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
        topology->link_value[i] = keep_default(topology, BP_TOPOLOGY_LINK, i,
                                               defaults[i], topology->link_value[i]);
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
    topology->link_value[attribute] =
        g_string_chunk_insert_const(topology->strings, text);
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

/* ---- the whole ---- */

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

static void
topology_init(BpTopology *topology, const char *name, BpProblems *problems)
{
    *topology = (BpTopology){.name = name, .problems = problems};
    topology->problems_before = bp_problems_count(problems);
    topology->network = bp_network_new();
    topology->n_link_attributes = count_link_attributes();
    topology->strings = g_string_chunk_new(4096);
    topology->lists = g_string_chunk_new(4096);
    topology->bad = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    topology->unknown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    topology->hosts = g_array_new(FALSE, FALSE, sizeof(BpHostState));
    topology->host_defaults = g_ptr_array_new_with_free_func(g_free);
    topology->find_defaults = g_hash_table_new(hash_defaults, equal_defaults);
    topology->link_settings = g_ptr_array_new_with_free_func(free_settings);
    topology->find_settings = g_hash_table_new(hash_settings, equal_settings);
    topology->links = g_ptr_array_new_with_free_func(g_free);
    topology->name_lists = g_array_new(FALSE, FALSE, sizeof(BpNameList));
    for (BpTopologyPart part = 0; part < BP_TOPOLOGY_N_PARTS; part++) {
        const BpParam *rows = bp_topology_params(part);

        topology->attributes[part] = g_hash_table_new(g_str_hash, g_str_equal);
        for (guint i = 0; rows[i].name; i++)
            g_hash_table_insert(topology->attributes[part], (gpointer)rows[i].name,
                                GUINT_TO_POINTER(i + 1));
    }
}

static void
topology_clear(BpTopology *topology)
{
    for (BpTopologyPart part = 0; part < BP_TOPOLOGY_N_PARTS; part++)
        g_hash_table_unref(topology->attributes[part]);
    for (guint i = 0; i < BP_HOST_N_ATTRIBUTES; i++)
        g_free(topology->host_default[i]);
    for (guint i = 0; i < BP_LINK_ATTRIBUTES_MAX; i++)
        g_free(topology->link_default[i]);
    g_clear_pointer(&topology->pairs, g_hash_table_unref);
    g_hash_table_unref(topology->bad);
    g_hash_table_unref(topology->unknown);
    g_hash_table_unref(topology->find_defaults);
    g_hash_table_unref(topology->find_settings);
    g_ptr_array_unref(topology->host_defaults);
    g_ptr_array_unref(topology->link_settings);
    g_ptr_array_unref(topology->links);
    g_array_unref(topology->hosts);
    g_array_unref(topology->name_lists);
    g_string_chunk_free(topology->strings);
    g_string_chunk_free(topology->lists);
    g_free(topology->title);
    g_free(topology->tariff);
    bp_network_free(topology->network);
}

BpNetwork *
bp_topology_read_source(BpSource *source, const char *name, gsize piece_bytes,
                        BpProblems *problems)
{
    BpTopology topology;
    BpNetwork *network = NULL;
    BpSplit split;

    topology_init(&topology, name, problems);
    bp_split_init(&split, source, name, piece_bytes, problems);
    if (bp_topology_parse(&topology, &split)) {
        bp_split_clear(&split);
        bp_topology_settle(&topology);
    } else {
        bp_split_clear(&split);
    }
    if (bp_problems_count(problems) == topology.problems_before)
        network = g_steal_pointer(&topology.network);
    topology_clear(&topology);
    return network;
}

BpNetwork *
bp_topology_read_text(const char *text, gsize n_bytes, const char *name,
                      BpProblems *problems)
{
    BpSource source;

    g_return_val_if_fail(text && name && problems, NULL);

    bp_source_open_text(&source, text, n_bytes);
    return bp_topology_read_source(&source, name, BP_PIECE_BYTES, problems);
}

BpNetwork *
bp_topology_read(const char *path, BpProblems *problems)
{
    g_autoptr(GError) error = NULL;
    BpNetwork *network;
    BpSource source;

    g_return_val_if_fail(path && problems, NULL);

    if (!bp_source_open(&source, path, FALSE, &error)) {
        bp_problems_add(problems, path, 0, "%s", error->message);
        return NULL;
    }
    network = bp_topology_read_source(&source, path, BP_PIECE_BYTES, problems);
    bp_source_close(&source);
    return network;
}
