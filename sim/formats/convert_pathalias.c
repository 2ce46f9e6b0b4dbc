/* convert_pathalias.c - a network as a map for pathalias (its manual). Each direction of a link
 * stands at the host that it leaves, its cost as a number. A net is declared with its members,
 * once for each cost of getting onto it; from it to a member is free, as pathalias has it.
 */
#include <bangpath/convert.h>
#include <string.h>

/* Names must not hold what pathalias writes links and nets with. */
static gboolean
is_legal(const BpNetwork *network, guint32 host)
{
    const char *name = bp_network_host(network, host).name;

    for (; *name; name++)
        if (!g_ascii_isgraph(*name) || strchr("!@%:(){}<>,=#^\"\\", *name))
            return FALSE;
    return TRUE;
}

/* What it costs over @channel to who is at its other end. */
static int
cost_of(const BpNetwork *network, guint32 channel)
{
    BpLink link = bp_network_link(network, channel / 2);

    return channel % 2 == 0 ? link.cost_ab : link.cost_ba;
}

/* Its neighbours, a line each; nothing of a host without any. */
static void
write_host(const BpNetwork *network, guint32 host, GString *text)
{
    guint n, n_written = 0;
    const guint32 *channels = bp_network_out(network, host, &n);

    for (guint i = 0; i < n; i++) {
        BpHost to = bp_network_host(network, bp_network_to(network, channels[i]));

        if (to.is_net || !is_legal(network, bp_network_to(network, channels[i])))
            continue;
        g_string_append_printf(text, "%s\t%s(%d)",
                               n_written++ > 0 ? ",\n"
                                               : bp_network_host(network, host).name,
                               to.name, cost_of(network, channels[i]));
    }
    if (n_written > 0)
        g_string_append_c(text, '\n');
}

/* A link of a member with its net. */
typedef struct {
    int cost;
    guint32 host;
} Member;

static int
compare_members(gconstpointer a, gconstpointer b)
{
    const Member *one = a, *other = b;

    if (one->cost != other->cost)
        return one->cost < other->cost ? -1 : 1;
    return one->host < other->host ? -1 : one->host > other->host;
}

static void
write_net(const BpNetwork *network, guint32 net, GString *text)
{
    guint n;
    const guint32 *channels = bp_network_out(network, net, &n);
    g_autoptr(GArray) members = g_array_new(FALSE, FALSE, sizeof(Member));
    const char *name = bp_network_host(network, net).name;

    for (guint i = 0; i < n; i++) {
        Member member = {cost_of(network, channels[i] ^ 1),
                         bp_network_to(network, channels[i])};

        if (is_legal(network, member.host))
            g_array_append_val(members, member);
    }
    g_array_sort(members, compare_members);
    for (guint i = 0; i < members->len; i++) {
        const Member *member = &g_array_index(members, Member, i);
        gboolean first = i == 0 || member[-1].cost != member->cost;
        gboolean last = i + 1 == members->len || member[1].cost != member->cost;

        g_string_append_printf(text, "%s%s%s", first ? name : "",
                               first ? " = {" : ",\n\t",
                               bp_network_host(network, member->host).name);
        if (last)
            g_string_append_printf(text, "}(%d)\n", member->cost);
    }
}

static void
make(const BpNetwork *network, BpConverted *converted)
{
    GString *text = bp_convert_add(converted, "");
    guint32 n_nodes = bp_network_n_nodes(network);
    guint32 n_links = bp_network_n_links(network);

    for (guint32 host = 0; host < n_nodes; host++) {
        if (!is_legal(network, host)) {
            converted->n_hosts_left++;
            continue;
        }
        converted->n_hosts++;
        if (bp_network_host(network, host).is_net)
            write_net(network, host, text);
        else
            write_host(network, host, text);
    }
    for (guint32 link = 0; link < n_links; link++)
        if (!is_legal(network, bp_network_link(network, link).a) ||
            !is_legal(network, bp_network_link(network, link).b))
            converted->n_links_left++;
    converted->why_left = "names that a map cannot hold";
}

const BpConverter bp_convert_pathalias = {
    .name = "pathalias",
    .help = "a map for pathalias, and for bangpath paths: hosts, nets and costs",
    .make = make,
};
