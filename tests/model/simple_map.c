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

/* The cheapest channel between neighbours, the first of those. */
int
channel_between(const Sim *s, int from, int to)
{
    int best = NONE;

    for (int ch = 0; ch < 2 * s->c->n_links; ch++)
        if (from_of(s, ch) == from && to_of(s, ch) == to &&
            (best == NONE || cost_of(s, ch) < cost_of(s, best)))
            best = ch;
    return best;
}

/* Whether @host serves @other, at any depth: all that is served is gathered. */
gboolean
serves(const Sim *s, int host, int other)
{
    guint served = s->c->hosts[host].serves, before;

    do {
        before = served;
        for (int i = 0; i < s->c->n_hosts; i++)
            if (served >> i & 1)
                served |= s->c->hosts[i].serves;
    } while (served != before);
    return (served >> other & 1) != 0;
}

gboolean
vouches(const Sim *s, int host, int peer)
{
    return ((s->c->hosts[host].serves | s->c->hosts[host].relay_for) >> peer & 1) != 0;
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
 * who brings it. */
static gboolean
is_on_map(const Sim *s, int channel, int to, gboolean as_open)
{
    int host = to_of(s, channel);

    return as_open || !s->closed_on_map[host] || host == to || serves(s, host, to) ||
           vouches(s, host, from_of(s, channel));
}

/* The channel out of @at on the cheapest way to @to, then with the fewest hops, then to the
 * lowest host, then over the lowest link. */
static int
route(const Sim *s, int at, int to, gboolean as_open)
{
    Length best[CASE_HOSTS];
    gboolean better = TRUE;
    int found = NONE;

    for (int i = 0; i < s->c->n_hosts; i++)
        best[i] = (Length){i == to ? 0 : FAR, 0};
    while (better) {
        better = FALSE;
        for (int ch = 0; ch < 2 * s->c->n_links; ch++) {
            Length way = best[to_of(s, ch)];

            way.cost += cost_of(s, ch);
            way.hops++;
            if (best[to_of(s, ch)].cost < FAR && is_on_map(s, ch, to, as_open) &&
                is_shorter(way, best[from_of(s, ch)])) {
                best[from_of(s, ch)] = way;
                better = TRUE;
            }
        }
    }
    for (int ch = 0; ch < 2 * s->c->n_links; ch++) {
        Length way = best[to_of(s, ch)];

        way.cost += cost_of(s, ch);
        way.hops++;
        if (from_of(s, ch) != at || best[to_of(s, ch)].cost >= FAR ||
            !is_on_map(s, ch, to, as_open) || is_shorter(best[at], way))
            continue;
        if (found == NONE || to_of(s, ch) < to_of(s, found))
            found = ch;
    }
    return found;
}

static int
straight(const Sim *s, int at, int neighbour)
{
    int ch = channel_between(s, at, neighbour);

    return ch != NONE && cost_of(s, ch) < 1000000 ? ch : NONE;
}

int
next_channel(const Sim *s, int at, int to, gboolean as_open)
{
    int smart = s->c->hosts[at].smart_host;
    int ch;

    if (smart == CASE_NOBODY)
        return route(s, at, to, as_open);
    if ((ch = straight(s, at, to)) != NONE)
        return ch;
    if (serves(s, at, to))
        return route(s, at, to, as_open);
    if ((ch = straight(s, at, smart)) != NONE ||
        (ch = route(s, at, smart, as_open)) != NONE)
        return ch;
    return route(s, at, to, as_open);
}
