/* simple_guard.c - what hosts on nets ask before they take mail: blacklists, greylists, limits.
 *
 * The list is of relays that a scan finds open, in an order by lot; each subscriber fetches it at
 * a moment by lot. The lots are the program's own: what is drawn is no more than a number, and
 * all that follows from it is worked out anew.
 */
#include "simple_private.h"

#include <bangpath/random.h>

/* ---- the blacklist ---- */

static gboolean
is_member(const Sim *s, int host)
{
    return case_common_net(s->c, host, host) != CASE_NOBODY;
}

/* Hosts on nets, the lowest lot first. */
static int
scanned(const Sim *s, int n)
{
    guint32 stream = bp_stream("hosts known to blacklist rbl");
    guint64 lots[CASE_HOSTS];
    int hosts[CASE_HOSTS], n_hosts = 0;

    for (int i = 0; i < s->c->n_hosts; i++) {
        BpDraw draw = bp_draw(s->c->seed, stream, (guint32)i, 0);
        guint64 lot = (guint64)draw.word[0] << 32 | draw.word[1];
        int place = n_hosts;

        if (!is_member(s, i))
            continue;
        for (; place > 0 && lots[place - 1] > lot; place--) {
            lots[place] = lots[place - 1];
            hosts[place] = hosts[place - 1];
        }
        lots[place] = lot;
        hosts[place] = i;
        n_hosts++;
    }
    return n_hosts == 0 ? NONE : hosts[n % n_hosts];
}

static Listing *
listing_of(const Sim *s, int host, gint64 at)
{
    for (guint i = 0; i < s->listings->len; i++) {
        Listing *listing = &g_array_index(s->listings, Listing, i);

        if (listing->host == host && listing->from <= at && at < listing->to)
            return listing;
    }
    return NULL;
}

void
scan(Sim *s)
{
    int host = scanned(s, s->n_scans);

    if (host == NONE)
        return;
    s->n_scans++;
    if (s->relay[host] == CASE_OPEN && listing_of(s, host, s->now) == NULL) {
        Listing listing = {host, s->now, FAR};

        g_array_append_val(s->listings, listing);
        push(s, s->now + s->c->delist_min * MINUTE, LOOK_AGAIN, host, NULL);
    }
    push(s, s->now + HOUR / CASE_SCANS_PER_HOUR, SCAN, 0, NULL);
}

/* A relay that has closed goes off the list. */
void
look_again(Sim *s, int host)
{
    if (s->relay[host] == CASE_OPEN)
        push(s, s->now + s->c->delist_min * MINUTE, LOOK_AGAIN, host, NULL);
    else
        listing_of(s, host, s->now)->to = s->now;
}

/* When @host last fetched the list: it began with one at time 0. */
static gint64
fetched(const Sim *s, int host)
{
    gint64 every = s->c->refresh_min * MINUTE, phase;

    if (every == 0)
        return s->now;
    phase = (gint64)bp_below(
        bp_draw(s->c->seed, bp_stream("refresh of blacklist rbl"), (guint32)host, 0), 0,
        (guint64)every);
    return s->now < phase ? 0 : phase + (s->now - phase) / every * every;
}

gboolean
is_listed(const Sim *s, int host, int peer)
{
    return (s->c->subscribers >> host & 1) &&
           listing_of(s, peer, fetched(s, host)) != NULL;
}

/* ---- the greylist ---- */

static Triplet *
triplet_of(const Sim *s, const Triplet *wanted)
{
    for (guint i = 0; i < s->triplets->len; i++) {
        Triplet *triplet = &g_array_index(s->triplets, Triplet, i);

        if (memcmp(triplet->key, wanted->key, sizeof wanted->key) == 0)
            return triplet;
    }
    return NULL;
}

/* Whether @host has @peer come again with @copy for @to. */
static gboolean
is_stranger(Sim *s, int host, int peer, const Copy *copy, const Recipient *to)
{
    Triplet wanted = {
        .key = {host, peer, copy->from_host, copy->from_user, to->host, to->user},
        .since = s->now};
    Triplet *triplet = triplet_of(s, &wanted);
    gint64 age, keeps;

    if (triplet == NULL) {
        g_array_append_val(s->triplets, wanted);
        return TRUE;
    }
    age = s->now - triplet->since;
    keeps = (triplet->known ? s->c->remembers_min : s->c->window_min) * MINUTE;
    if (age >= keeps) {
        *triplet = wanted;
        return TRUE;
    }
    if (!triplet->known && age < s->c->delay_min * MINUTE)
        return TRUE;
    triplet->known = TRUE;
    triplet->since = s->now;
    return FALSE;
}

/* ---- the limit ---- */

/* A bucket that holds the burst and fills by a recipient each interval. */
static gboolean
is_too_much(Sim *s, int host, int peer)
{
    gint64 interval = HOUR / s->c->limit_per_hour;
    gint64 *full_at = &s->full_at[host][peer];
    gint64 empty = MAX(0, *full_at - s->now);

    if (empty > (s->c->burst - 1) * interval)
        return TRUE;
    *full_at = s->now + empty + interval;
    return FALSE;
}

const char *
why_later(Sim *s, int host, int peer, const Copy *copy, const Recipient *to)
{
    if ((s->c->greylists >> host & 1) && is_stranger(s, host, peer, copy, to))
        return "greylisted";
    if ((s->c->limits >> host & 1) && is_too_much(s, host, peer))
        return "rate-limited";
    return NULL;
}
