/* closure_order.c - closing in an order: who is next, and when. */
#include "closure_state.h"

#include <bangpath/choose.h>
#include <bangpath/units.h>

/* The place in order, of those not closed yet, of the open relay that has relayed most;
 * the lowest number where that is even. Hosts closed by others are passed over. */
static guint
busiest(const BpClosure *closure)
{
    const BpPost *post = bp_world_post(closure->world);
    guint best = closure->n_closed;
    guint64 most = 0;
    gboolean found = FALSE;

    for (guint i = closure->n_closed; i < closure->order->len; i++) {
        guint32 host = g_array_index(closure->order, guint32, i);
        guint64 relayed = bp_post_relayed(post, host);

        if (bp_closure_is_open(closure, host) && (!found || relayed > most)) {
            found = TRUE;
            most = relayed;
            best = i;
        }
    }
    return best;
}

static void
close_next(BpWorld *world, gpointer data, guint32 arg)
{
    BpClosure *closure = data;
    guint32 *order = (guint32 *)(void *)closure->order->data;

    (void)world;
    (void)arg;
    if (closure->n_closed >= closure->order->len)
        return;
    if (closure->group->values[BP_CLOSURE_WHICH].number == BP_CLOSURE_BUSIEST_FIRST) {
        guint next = busiest(closure);
        guint32 host = order[next];

        for (guint i = next; i > closure->n_closed; i--)
            order[i] = order[i - 1];
        order[closure->n_closed] = host;
    }
    bp_closure_close(closure, order[closure->n_closed++]);
}

/* Evenly spread: the last at from + over, or all at from. */
void
bp_closure_plan(BpClosure *closure)
{
    const BpValue *values = closure->group->values;
    gint64 from_us = values[BP_CLOSURE_FROM].number;
    gint64 over_us = values[BP_CLOSURE_OVER].number;
    gint64 n = closure->n_closing;

    bp_world_add_timer(closure->world, close_next, closure, 1);
    for (gint64 i = 1; i <= n; i++)
        bp_world_at(closure->world, bp_add_us(from_us, bp_spread_us(over_us, i, n)),
                    close_next, closure, 0);
}

/* The lowest number first where two are even: no two hosts are the same to a sort. */
static gint
by_number(guint32 x, guint32 y)
{
    return (x > y) - (x < y);
}

static gint
by_degree(gconstpointer a, gconstpointer b, gpointer network)
{
    guint32 x = *(const guint32 *)a;
    guint32 y = *(const guint32 *)b;
    guint degree_x, degree_y;

    bp_network_out(network, x, &degree_x);
    bp_network_out(network, y, &degree_y);
    if (degree_x != degree_y)
        return degree_x > degree_y ? -1 : 1;
    return by_number(x, y);
}

static gint
by_mailboxes(gconstpointer a, gconstpointer b, gpointer network)
{
    guint32 x = *(const guint32 *)a;
    guint32 y = *(const guint32 *)b;
    guint32 size_x = bp_network_host(network, x).mailboxes;
    guint32 size_y = bp_network_host(network, y).mailboxes;

    if (size_x != size_y)
        return size_x < size_y ? -1 : 1;
    return by_number(x, y);
}

static void
take_named(BpClosure *closure, const BpNetwork *network, char *const *names)
{
    for (; *names != NULL; names++) {
        guint32 host = bp_network_find(network, *names);

        g_array_append_val(closure->order, host);
    }
}

static void
take_open(BpClosure *closure, const BpNetwork *network)
{
    g_autoptr(GArray) hosts = bp_choose_hosts(network, FALSE);

    for (guint i = 0; i < hosts->len; i++) {
        guint32 host = g_array_index(hosts, guint32, i);

        if (bp_closure_is_open(closure, host))
            g_array_append_val(closure->order, host);
    }
}

/* Two groups close by chances of their own. */
static void
shuffle(BpClosure *closure)
{
    g_autofree char *purpose =
        g_strdup_printf("closing of relays%s%s", closure->group->name[0] ? " " : "",
                        closure->group->name);

    bp_choose_shuffle(closure->order, bp_world_scenario(closure->world)->seed, purpose);
}

void
bp_closure_line_up(BpClosure *closure)
{
    const BpValue *which = &closure->group->values[BP_CLOSURE_WHICH];
    BpNetwork *network = bp_world_network(closure->world);

    if (which->number == BP_CLOSURE_BY_NAME) {
        take_named(closure, network, which->names);
        return;
    }
    take_open(closure, network);
    if (which->number == BP_CLOSURE_BY_DEGREE)
        g_array_sort_with_data(closure->order, by_degree, network);
    else if (which->number == BP_CLOSURE_SMALLEST_FIRST)
        g_array_sort_with_data(closure->order, by_mailboxes, network);
    else if (which->number != BP_CLOSURE_BUSIEST_FIRST)
        shuffle(closure);
}
