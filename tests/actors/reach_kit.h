/* reach_kit.h - whom spam reaches, worked out from routes and who serves whom. */
#ifndef BP_TEST_REACH_KIT_H
#define BP_TEST_REACH_KIT_H

#include "scenario_kit.h"

/* Hosts by number, the network's less @first. */
typedef struct {
    guint n;
    guint32 first;
    guint32 *server; /* by host: the one that serves it, or BP_NONE */
    guint8 *closed;
    guint8 *reached;
} Reach;

static inline void
reach_init(Reach *reach, guint n, guint32 first)
{
    *reach = (Reach){.n = n, .first = first};
    reach->server = g_new(guint32, n);
    memset(reach->server, 0xff, n * sizeof(guint32));
    reach->closed = g_new0(guint8, n);
    reach->reached = g_new0(guint8, n);
}

static inline void
reach_clear(Reach *reach)
{
    g_free(reach->server);
    g_free(reach->closed);
    g_free(reach->reached);
}

static inline void
reach_note(gpointer data, BpAddress mailbox)
{
    Reach *reach = data;

    reach->reached[mailbox.host - reach->first] = TRUE;
}

static inline void
reach_note_closed(Reach *reach, const BpWorld *world)
{
    for (guint i = 0; i < reach->n; i++)
        reach->closed[i] =
            bp_post_relay(bp_world_post(world), reach->first + i) != BP_RELAY_OPEN;
}

/* Whether @to is below @by: served by it, or by one that is. */
static inline gboolean
reach_is_below(const Reach *reach, guint by, guint to)
{
    for (guint steps = 0; steps < reach->n && reach->server[to] != BP_NONE; steps++) {
        to = reach->server[to];
        if (to == by)
            return TRUE;
    }
    return FALSE;
}

/* Whether @by passes on what @from hands over for @to. */
static inline gboolean
reach_carries(const Reach *reach, guint from, guint by, guint to)
{
    return !reach->closed[by] || by == to || reach->server[from] == by ||
           reach_is_below(reach, by, to);
}

/* The hosts, of guint, on the route of @edition from @from to @to; NULL if there is none. */
static inline GArray *
reach_way(const Reach *reach, BpWorld *world, guint edition, guint from, guint to)
{
    g_autoptr(GArray) hosts = g_array_new(FALSE, FALSE, sizeof(guint));

    g_array_append_val(hosts, from);
    for (guint at = from; at != to;) {
        BpHop hop = bp_routes_next(bp_world_routes(world), edition, reach->first + at,
                                   reach->first + to);

        if (hop.channel == BP_NONE)
            return NULL;
        at = hop.to - reach->first;
        g_array_append_val(hosts, at);
        g_assert_cmpuint(hosts->len, <=, reach->n);
    }
    return g_steal_pointer(&hosts);
}

/* Whether everybody on the way passes on what is for its last host. */
static inline gboolean
reach_is_carried(const Reach *reach, const GArray *way)
{
    guint to = g_array_index(way, guint, way->len - 1);

    for (guint i = 1; i < way->len; i++)
        if (!reach_carries(reach, g_array_index(way, guint, i - 1),
                           g_array_index(way, guint, i), to))
            return FALSE;
    return TRUE;
}

#endif
