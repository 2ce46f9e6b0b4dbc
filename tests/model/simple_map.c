/* simple_map.c - the cheapest way, found by trying every step until none helps. */
#include "simple_private.h"

int
from_of(const Sim *s, int channel)
{
    const CaseLink *link = &s->c->links[channel / 2];

    return channel % 2 == 0 ? link->a : link->b;
}

int
to_of(const Sim *s, int channel)
{
    return from_of(s, channel ^ 1);
}

static int
cost_of(const Sim *s, int channel)
{
    const CaseLink *link = &s->c->links[channel / 2];

    return channel % 2 == 0 ? link->cost_ab : link->cost_ba;
}

/* The cheapest channel from host or net to host or net, the first of those. */
static int
cheapest(const Sim *s, int from, int to)
{
    int best = NONE;

    for (int ch = 0; ch < 2 * s->c->n_links; ch++)
        if (from_of(s, ch) == from && to_of(s, ch) == to &&
            (best == NONE || cost_of(s, ch) < cost_of(s, best)))
            best = ch;
    return best;
}

int
access_of(const Sim *s, int host, int net)
{
    return cheapest(s, host, net);
}

/* Between neighbours, else over a net. */
Hop
hop_between(const Sim *s, int from, int to)
{
    int ch = cheapest(s, from, to), net = case_common_net(s->c, from, to);

    if (ch == NONE && net != CASE_NOBODY)
        ch = access_of(s, from, net);
    return (Hop){ch, to};
}

/* Whether @host serves @other, at any depth: all that is served is gathered. */
gboolean
serves(const Sim *s, int host, int other)
{
    guint served = case_served(s->c, host), before;

    do {
        before = served;
        for (int i = 0; i < s->c->n_hosts; i++)
            if (served >> i & 1)
                served |= case_served(s->c, i);
    } while (served != before);
    return (served >> other & 1) != 0;
}

gboolean
vouches(const Sim *s, int host, int peer)
{
    return ((case_served(s->c, host) | s->c->hosts[host].relay_for) >> peer & 1) != 0;
}

typedef struct {
    gint64 cost;
    int hops;
} Length;

static gboolean
is_shorter(Length a, Length b)
{
    return a.cost < b.cost || (a.cost == b.cost && a.hops < b.hops);
}

/* Whether the map has @from hand mail for @to over @channel: its end relays it, or knows
 * who brings it; a net is nobody whom anybody knows. */
static gboolean
is_on_map(const Sim *s, int channel, int to, gboolean as_open)
{
    int host = to_of(s, channel), peer = from_of(s, channel);

    return as_open || case_is_net(host) || !s->closed_on_map[host] || host == to ||
           serves(s, host, to) || (!case_is_net(peer) && vouches(s, host, peer));
}

/* What is left from @channel's begin by it: a net is no hop, and to leave it is free. */
static Length
length_by(const Sim *s, int channel, const Length *from_end)
{
    Length way = *from_end;

    if (!case_is_net(from_of(s, channel)))
        way.cost += cost_of(s, channel);
    if (!case_is_net(to_of(s, channel)))
        way.hops++;
    return way;
}

/* The length of the shortest way from every host and net to @to. */
static void
measure(const Sim *s, int to, gboolean as_open, Length best[CASE_NODES])
{
    gboolean better = TRUE;

    for (int i = 0; i < CASE_NODES; i++)
        best[i] = (Length){i == to ? 0 : FAR, 0};
    while (better) {
        better = FALSE;
        for (int ch = 0; ch < 2 * s->c->n_links; ch++) {
            Length way = length_by(s, ch, &best[to_of(s, ch)]);

            if (best[to_of(s, ch)].cost < FAR && is_on_map(s, ch, to, as_open) &&
                is_shorter(way, best[from_of(s, ch)])) {
                best[from_of(s, ch)] = way;
                better = TRUE;
            }
        }
    }
}

/* The hop out of @at on the cheapest way to @to, then with the fewest hops, then to the
 * lowest host, then over the lowest link. */
static Hop
shortest(const Sim *s, int at, int to, gboolean as_open, const Length best[CASE_NODES])
{
    Hop found = {NONE, NONE};

    for (int ch = 0; ch < 2 * s->c->n_links; ch++) {
        int end = to_of(s, ch);
        Length way = length_by(s, ch, &best[end]);

        if (from_of(s, ch) != at || best[end].cost >= FAR ||
            !is_on_map(s, ch, to, as_open) || is_shorter(best[at], way))
            continue;
        if (case_is_net(end))
            end = shortest(s, end, to, as_open, best).to;
        if (found.channel == NONE || end < found.to)
            found = (Hop){ch, end};
    }
    return found;
}

/* Members of one net talk straight, at whatever cost. */
static Hop
route(const Sim *s, int at, int to, gboolean as_open)
{
    int net = case_common_net(s->c, at, to);
    Length best[CASE_NODES];

    if (net != CASE_NOBODY)
        return (Hop){access_of(s, at, net), to};
    measure(s, to, as_open, best);
    return shortest(s, at, to, as_open, best);
}

/* To a neighbour, unless the link is dead. */
static Hop
straight(const Sim *s, int at, int neighbour)
{
    int ch = cheapest(s, at, neighbour);

    return (Hop){ch != NONE && cost_of(s, ch) < 1000000 ? ch : NONE, neighbour};
}

Hop
next_hop(const Sim *s, int at, int to, gboolean as_open)
{
    int smart = s->c->hosts[at].smart_host;
    Hop hop;

    if (smart == CASE_NOBODY || case_common_net(s->c, at, to) != CASE_NOBODY)
        return route(s, at, to, as_open);
    if ((hop = straight(s, at, to)).channel != NONE)
        return hop;
    if (serves(s, at, to))
        return route(s, at, to, as_open);
    if (case_common_net(s->c, at, smart) == CASE_NOBODY &&
        (hop = straight(s, at, smart)).channel != NONE)
        return hop;
    hop = route(s, at, smart, as_open);
    return hop.channel != NONE ? hop : route(s, at, to, as_open);
}
