/* abuse_checks.c - rules for whatever was heard, each from end to end of it. */
#include "abuse.h"

#include <bangpath/policy.h>
#include <bangpath/units.h>
#include <string.h>

#define NOBODY BP_NONE

typedef struct {
    const Abuse *a;
    const Case *c;
    const AbuseRun *run;
    const Heard *heard;
    guint n;
} Ear;

static const AbuseChannel *
channel_at(const Ear *e, guint32 channel)
{
    return &g_array_index(e->run->channels, AbuseChannel, channel);
}

/* The program numbers nets behind the hosts. */
static gboolean
is_net(const Ear *e, guint32 node)
{
    return (int)node >= e->c->n_hosts;
}

static gboolean
crosses_net(const Ear *e, guint32 channel)
{
    return is_net(e, channel_at(e, channel)->to);
}

/* ---- what a message is ---- */

static const Heard *
writing_of(const Ear *e, guint64 serial)
{
    for (guint i = 0; i < e->n; i++)
        if (e->heard[i].what == HEARD_WRITTEN && e->heard[i].serial == serial)
            return &e->heard[i];
    return NULL;
}

/* When any of it can first have been at @host. */
static gint64
first_at(const Ear *e, guint64 serial, guint32 host)
{
    const Heard *written = writing_of(e, serial);

    if (written->from == host)
        return written->at_us;
    for (guint i = 0; i < e->n; i++)
        if (e->heard[i].what == HEARD_HOP && e->heard[i].serial == serial &&
            e->heard[i].to == host)
            return e->heard[i].at_us;
    return G_MAXINT64;
}

/* ---- time, counts ---- */

static gboolean
time_goes_on(const Ear *e)
{
    for (guint i = 1; i < e->n; i++)
        if (e->heard[i].at_us < e->heard[i - 1].at_us)
            return FALSE;
    return TRUE;
}

static guint64
count_kind(const Ear *e, HeardWhat what, BpKind kind, int state)
{
    guint64 n = 0;

    for (guint i = 0; i < e->n; i++)
        n += e->heard[i].what == what && e->heard[i].kind == kind &&
             (state < 0 || (int)e->heard[i].state == state);
    return n;
}

/* What was written has ended, in one state, or is queued; and the books say so. */
static gboolean
nothing_is_lost(const Ear *e)
{
    for (guint kind = 0; kind < BP_N_KINDS; kind++) {
        const BpTally *tally = &e->run->books.kind[kind];
        guint64 written = count_kind(e, HEARD_WRITTEN, (BpKind)kind, -1);
        guint64 ended = count_kind(e, HEARD_ENDED, (BpKind)kind, -1);

        if (tally->sent != written || tally->in[BP_QUEUED] != written - ended ||
            ended > written)
            return FALSE;
        for (guint state = 0; state < BP_N_STATES; state++)
            if (state != BP_QUEUED &&
                tally->in[state] !=
                    count_kind(e, HEARD_ENDED, (BpKind)kind, (int)state))
                return FALSE;
        if (tally->in[BP_DELIVERED] != count_kind(e, HEARD_DELIVERED, (BpKind)kind, -1))
            return FALSE;
    }
    return TRUE;
}

static guint
count_copies(const Ear *e, const Heard *of, HeardWhat what)
{
    guint n = 0;

    for (guint i = 0; i < e->n; i++)
        n += e->heard[i].what == what && e->heard[i].serial == of->serial &&
             e->heard[i].to == of->to && e->heard[i].user == of->user;
    return n;
}

/* Dead addresses of a host are one and the same user: of these there may be several. */
static gboolean
ends_once(const Ear *e)
{
    for (guint i = 0; i < e->n; i++) {
        const Heard *h = &e->heard[i];

        if (h->what == HEARD_ENDED &&
            count_copies(e, h, HEARD_ENDED) > count_copies(e, h, HEARD_WRITTEN))
            return FALSE;
        if (h->what == HEARD_DELIVERED && count_copies(e, h, HEARD_DELIVERED) != 1)
            return FALSE;
    }
    return TRUE;
}

static gboolean
refusals_are_counted(const Ear *e)
{
    guint64 n[BP_N_REASONS] = {0};

    for (guint i = 0; i < e->n; i++)
        if (e->heard[i].what == HEARD_REFUSED)
            n[e->heard[i].reason] += e->heard[i].n;
    return memcmp(n, e->run->books.refusals, sizeof n) == 0;
}

/* Once each, at the moment when spam comes there. */
static gboolean
reach_is_counted(const Ear *e)
{
    guint64 n = 0;

    for (guint i = 0; i < e->n; i++) {
        const Heard *h = &e->heard[i];
        gboolean is_there = FALSE;

        if (h->what != HEARD_REACHED)
            continue;
        n++;
        for (guint k = 0; k < e->n; k++) {
            const Heard *other = &e->heard[k];

            if (other->to != h->to || other->user != h->user)
                continue;
            if (k != i && other->what == HEARD_REACHED)
                return FALSE;
            is_there |= other->what == HEARD_DELIVERED && other->kind == BP_SPAM &&
                        other->at_us == h->at_us;
        }
        if (!is_there)
            return FALSE;
    }
    return n == e->run->books.mailboxes_reached;
}

/* ---- lines ---- */

/* Out of its sender over a channel; or over a net, into a host. */
typedef struct {
    guint32 channel; /* or NOBODY */
    guint32 net;
    guint32 into; /* host */
    gint64 bps;
} Pipe;

static gboolean
went_through(const Ear *e, const Heard *h, const Pipe *pipe)
{
    if (h->what != HEARD_HOP)
        return FALSE;
    if (pipe->channel != NOBODY)
        return h->channel == pipe->channel;
    return h->to == pipe->into && channel_at(e, h->channel)->to == pipe->net;
}

static gint64
least_us(guint64 bytes, gint64 bps)
{
    return (gint64)(bytes * 10 * BP_SECOND_US / (guint64)bps);
}

/* All that cannot have been there before some moment and was across at another took no
 * less than its bytes at line speed; whichever two moments are looked at. */
static gboolean
is_wide_enough(const Ear *e, const Pipe *pipe)
{
    g_autofree gint64 *first = g_new(gint64, e->n + 1);

    for (guint i = 0; i < e->n; i++)
        first[i] = went_through(e, &e->heard[i], pipe)
                       ? first_at(e, e->heard[i].serial, e->heard[i].from)
                       : -1;
    for (guint begin = 0; begin < e->n; begin++) {
        guint64 bytes = 0;

        for (guint i = 0; i < e->n && first[begin] >= 0; i++) {
            if (first[i] < first[begin])
                continue;
            bytes += e->heard[i].bytes;
            if (least_us(bytes, pipe->bps) > e->heard[i].at_us - first[begin])
                return FALSE;
        }
    }
    return TRUE;
}

static gboolean
lines_are_wide_enough(const Ear *e)
{
    for (guint32 i = 0; i < e->run->channels->len; i++) {
        const AbuseChannel *channel = channel_at(e, i);
        Pipe out = {.channel = i, .bps = channel->bps};
        Pipe in = {.channel = NOBODY,
                   .net = channel->to,
                   .into = channel->from,
                   .bps = channel->bps};
        gboolean is_first = TRUE;

        if (!is_wide_enough(e, &out))
            return FALSE;
        /* What comes into a host has one of its lines, the same always. */
        for (guint32 k = 0; k < e->run->channels->len; k++)
            is_first = is_first && (k == i || channel_at(e, k)->from != channel->from ||
                                    channel_at(e, k)->to != channel->to);
        if (is_net(e, channel->to) && is_first && !is_wide_enough(e, &in))
            return FALSE;
    }
    return TRUE;
}

/* How many of those that @at_end was one of were under way just before it was across, at
 * least. */
static int
under_way(const Ear *e, const Heard *at_end,
          gboolean (*alike)(const Ear *, const Heard *, const Heard *))
{
    int n = 0;

    for (guint i = 0; i < e->n; i++) {
        const Heard *h = &e->heard[i];

        if (h->what == HEARD_HOP && alike(e, h, at_end) && h->at_us >= at_end->at_us &&
            h->at_us - least_us(h->bytes, channel_at(e, h->channel)->bps) <
                at_end->at_us)
            n++;
    }
    return n;
}

static gboolean
leave_together(const Ear *e, const Heard *a, const Heard *b)
{
    (void)e;
    return a->channel == b->channel;
}

static gboolean
come_together(const Ear *e, const Heard *a, const Heard *b)
{
    return a->to == b->to && crosses_net(e, a->channel);
}

static const AbuseGroup *
owner_of(const Ear *e, guint32 channel)
{
    const AbuseGroup *found = NULL;

    for (int i = 0; i < e->a->n_groups; i++) {
        const AbuseGroup *group = &e->a->groups[i];

        if (group->what == ABUSE_SPAMMER &&
            (guint32)group->host == channel_at(e, channel)->from &&
            (found == NULL || found->connections < group->connections))
            found = group;
    }
    return found;
}

static gboolean
connections_are_few(const Ear *e)
{
    for (guint i = 0; i < e->n; i++) {
        const Heard *h = &e->heard[i];
        int most;

        if (h->what != HEARD_HOP || !crosses_net(e, h->channel))
            continue;
        most = channel_at(e, h->channel)->owned ? owner_of(e, h->channel)->connections
                                                : e->c->hosts[h->from].connections_out;
        if (under_way(e, h, leave_together) > most ||
            under_way(e, h, come_together) > e->c->hosts[h->to].connections_in)
            return FALSE;
    }
    return TRUE;
}

/* Calls that a host is in at once; it sends over each. */
static gboolean
modems_are_enough(const Ear *e)
{
    for (guint i = 0; i < e->n; i++)
        for (int host = 0; host < e->c->n_hosts; host++) {
            const Heard *end = &e->heard[i];
            guint links = 0;

            for (guint k = i; k < e->n && end->what == HEARD_HOP; k++) {
                const Heard *h = &e->heard[k];
                guint32 link = h->what == HEARD_HOP ? h->channel / 2 : NOBODY;

                if (link >= (guint32)e->c->n_links || !e->c->links[link].dialled ||
                    (e->c->links[link].a != host && e->c->links[link].b != host))
                    continue;
                if (h->at_us - least_us(h->bytes, e->c->links[link].bps) < end->at_us)
                    links |= 1U << link;
            }
            if (__builtin_popcount(links) > e->c->hosts[host].lines)
                return FALSE;
        }
    return TRUE;
}

/* ---- relays ---- */

/* Whether @host was `closed-by-peer` all the time from @from_us to the @until-th thing that
 * was heard. */
static gboolean
stays_closed(const Ear *e, guint32 host, gint64 from_us, guint until)
{
    guint closed = bp_policy_index(bp_policy_find("closed-by-peer"));
    guint state =
        bp_policy_index(bp_policy_find(case_relay_names[e->c->hosts[host].relay]));

    for (guint i = 0; i < until; i++) {
        if (e->heard[i].what != HEARD_RELAY || e->heard[i].to != host)
            continue;
        if (e->heard[i].at_us >= from_us && state != closed)
            return FALSE;
        state = e->heard[i].state;
    }
    return state == closed;
}

static gboolean
stays_open(const Ear *e, guint32 host, gint64 from_us, guint until)
{
    guint open = bp_policy_index(bp_policy_find("open"));
    guint state =
        bp_policy_index(bp_policy_find(case_relay_names[e->c->hosts[host].relay]));

    for (guint i = 0; i < until; i++) {
        if (e->heard[i].what != HEARD_RELAY || e->heard[i].to != host)
            continue;
        if (e->heard[i].at_us >= from_us && state != open)
            return FALSE;
        state = e->heard[i].state;
    }
    return state == open;
}

/* Whether @host is to have some of it. A path may lead through there. */
static gboolean
is_also_for(const Ear *e, guint64 serial, guint32 host)
{
    for (guint i = 0; i < e->n; i++)
        if (e->heard[i].what == HEARD_WRITTEN && e->heard[i].serial == serial &&
            e->heard[i].to == host)
            return TRUE;
    return FALSE;
}

/* Nobody's mail but his own, where he serves and vouches for nobody. */
static gboolean
closed_relay_nothing(const Ear *e)
{
    for (guint i = 0; i < e->n; i++) {
        const Heard *h = &e->heard[i];
        const Heard *written;

        if (h->what != HEARD_HOP || channel_at(e, h->channel)->owned ||
            case_served(e->c, (int)h->from) != 0 || e->c->hosts[h->from].relay_for != 0)
            continue;
        written = writing_of(e, h->serial);
        if (written->from != h->from && !is_also_for(e, h->serial, h->from) &&
            stays_closed(e, h->from, written->at_us, i))
            return FALSE;
    }
    return TRUE;
}

static gboolean
relays_only_close(const Ear *e)
{
    for (int i = 0; i < e->a->n_groups; i++)
        if (e->a->groups[i].reopens)
            return TRUE;
    for (guint i = 0; i < e->n; i++)
        if (e->heard[i].what == HEARD_RELAY &&
            bp_policies[e->heard[i].state]->accepts_all)
            return FALSE;
    return TRUE;
}

/* ---- blacklists ---- */

static gboolean
subscribes(const AbuseGroup *group, AbuseWhat what, guint32 host)
{
    return group->what == what && (group->who >> host & 1);
}

/* Whether @host stood on the list of group @list at any moment, or at every one, from @from_us
 * to the @until-th thing that was heard. */
static gboolean
was_listed(const Ear *e, guint list, guint32 host, gint64 from_us, guint until,
           gboolean always)
{
    gboolean listed = FALSE, any = FALSE, all = TRUE;

    for (guint i = 0; i < until; i++) {
        const Heard *h = &e->heard[i];

        if ((h->what != HEARD_LISTED && h->what != HEARD_DELISTED) || h->to != host ||
            h->n != list)
            continue;
        if (h->at_us >= from_us) {
            any |= listed;
            all &= listed;
        }
        listed = h->what == HEARD_LISTED;
    }
    return always ? all && listed : any || listed;
}

/* Whoever has fetched a list since a host stands there takes nothing that this hands over. */
static gboolean
listed_are_refused(const Ear *e)
{
    for (guint i = 0; i < e->n; i++) {
        const Heard *h = &e->heard[i];

        if (h->what != HEARD_HOP || !crosses_net(e, h->channel))
            continue;
        for (guint g = 0; (int)g < e->a->n_groups; g++) {
            const AbuseGroup *group = &e->a->groups[g];

            if (subscribes(group, ABUSE_BLACKLIST, h->to) && !group->silent &&
                was_listed(e, g, h->from,
                           first_at(e, h->serial, h->from) - group->refresh_us, i,
                           TRUE))
                return FALSE;
        }
    }
    return TRUE;
}

/* ---- greylists and limits ---- */

static gint64
first_written_for(const Ear *e, const Heard *of)
{
    for (guint i = 0; i < e->n; i++)
        if (e->heard[i].what == HEARD_WRITTEN && e->heard[i].to == of->to &&
            e->heard[i].user == of->user)
            return e->heard[i].at_us;
    return G_MAXINT64;
}

/* Nothing comes over a net to a mailbox before the delay, counted from the first letter that
 * anybody wrote to it. */
static gboolean
strangers_wait(const Ear *e)
{
    for (guint i = 0; i < e->n; i++) {
        const Heard *h = &e->heard[i];

        if (h->what != HEARD_DELIVERED || h->from == NOBODY)
            continue;
        for (int g = 0; g < e->a->n_groups; g++)
            if (subscribes(&e->a->groups[g], ABUSE_GREYLIST, h->to) &&
                h->at_us < first_written_for(e, h) + e->a->groups[g].delay_us)
                return FALSE;
    }
    return TRUE;
}

/* From one host to another, from some letter on: no more than the burst and what time has given
 * back. */
static gboolean
is_within_limit(const Ear *e, const Heard *begin, const AbuseGroup *limit)
{
    gint64 from_us = first_at(e, begin->serial, begin->from);
    gint64 n = 0;

    for (guint i = 0; i < e->n; i++) {
        const Heard *h = &e->heard[i];

        if (h->what != HEARD_HOP || h->from != begin->from || h->to != begin->to ||
            !crosses_net(e, h->channel) || first_at(e, h->serial, h->from) < from_us)
            continue;
        n += h->n;
        if ((n - limit->burst) * limit->delay_us > h->at_us - from_us)
            return FALSE;
    }
    return TRUE;
}

static gboolean
limits_hold(const Ear *e)
{
    for (guint i = 0; i < e->n; i++) {
        const Heard *h = &e->heard[i];

        if (h->what != HEARD_HOP || !crosses_net(e, h->channel))
            continue;
        for (int g = 0; g < e->a->n_groups; g++)
            if (subscribes(&e->a->groups[g], ABUSE_RATE_LIMIT, h->to) &&
                !is_within_limit(e, h, &e->a->groups[g]))
                return FALSE;
    }
    return TRUE;
}

/* ---- reasons ---- */

static gboolean
has_dead_addresses(const Ear *e)
{
    for (guint i = 0; i < e->n; i++)
        if (e->heard[i].what == HEARD_WRITTEN && e->heard[i].user == BP_NOBODY)
            return TRUE;
    return FALSE;
}

static gboolean
any_subscribes(const Ear *e, AbuseWhat what, guint32 host)
{
    for (int g = 0; g < e->a->n_groups; g++)
        if (subscribes(&e->a->groups[g], what, host))
            return TRUE;
    return FALSE;
}

static gboolean
may_be_listed(const Ear *e, const Heard *h, guint i)
{
    for (guint g = 0; (int)g < e->a->n_groups; g++) {
        const AbuseGroup *group = &e->a->groups[g];

        if (subscribes(group, ABUSE_BLACKLIST, h->to) &&
            was_listed(e, g, h->from, h->at_us - group->refresh_us, i, FALSE))
            return TRUE;
    }
    return FALSE;
}

/* Whether the @i-th thing that was heard, a refusal, has the reason that it says. */
static gboolean
has_reason(const Ear *e, guint i)
{
    const Heard *h = &e->heard[i];

    switch (h->reason) {
    case BP_REASON_RELAYING_DENIED:
        return !stays_open(e, h->to, h->at_us, i);
    case BP_REASON_BLACKLISTED:
        return may_be_listed(e, h, i);
    case BP_REASON_GREYLISTED:
        return any_subscribes(e, ABUSE_GREYLIST, h->to);
    case BP_REASON_RATE_LIMITED:
        return any_subscribes(e, ABUSE_RATE_LIMIT, h->to);
    case BP_REASON_NO_SUCH_USER:
        return has_dead_addresses(e);
    case BP_REASON_SPOOL_FULL:
        return e->c->hosts[h->to].spool_bytes > 0;
    default:
        return FALSE;
    }
}

static gboolean
refusals_have_reasons(const Ear *e)
{
    for (guint i = 0; i < e->n; i++)
        if (e->heard[i].what == HEARD_REFUSED && !has_reason(e, i))
            return FALSE;
    return TRUE;
}

/* ---- reach ---- */

static gboolean
is_limited(const Ear *e)
{
    if (e->a->n_groups != 1 || e->c->n_faults > 0 || e->c->closing != 0 ||
        e->c->length_min > 4 * 24 * 60 || has_dead_addresses(e))
        return TRUE;
    for (int i = 0; i < e->c->n_hosts; i++)
        if (e->c->hosts[i].relay != CASE_OPEN || e->c->hosts[i].spool_bytes > 0 ||
            e->c->hosts[i].smart_host != CASE_NOBODY ||
            e->c->hosts[i].connections_in < 40)
            return TRUE;
    return FALSE;
}

/* Bits: hosts, and nets as a case numbers them. */
static guint
search(const Case *c, int from)
{
    guint found = 1U << from, before;

    do {
        before = found;
        for (int k = 0; k < c->n_links; k++)
            if (found >> c->links[k].a & 1 || found >> c->links[k].b & 1)
                found |= 1U << c->links[k].a | 1U << c->links[k].b;
    } while (found != before);
    return found;
}

/* Where nothing limits one spammer, all of his letters that have ended have come to those
 * whom a search finds, and to nobody else. */
static gboolean
spam_gets_everywhere(const Ear *e)
{
    guint found = is_limited(e) ? 0 : search(e->c, e->a->groups[0].host);

    for (guint i = 0; i < e->n && found != 0; i++)
        if (e->heard[i].what == HEARD_ENDED && e->heard[i].kind == BP_SPAM &&
            (e->heard[i].state == BP_DELIVERED) != (found >> e->heard[i].to & 1))
            return FALSE;
    return TRUE;
}

const char *
abuse_check(const Abuse *a, const AbuseRun *run)
{
    static const struct {
        gboolean (*holds)(const Ear *e);
        const char *broken;
    } rules[] = {
        {time_goes_on, "time goes back"},
        {nothing_is_lost, "what was written is not what ended and is queued"},
        {ends_once, "a recipient-copy ends, or is delivered, twice"},
        {refusals_are_counted, "refusals are not what the books say"},
        {reach_is_counted, "a mailbox is reached twice, or without spam"},
        {lines_are_wide_enough, "more bytes than a line can carry"},
        {connections_are_few, "more connections than there may be"},
        {modems_are_enough, "more calls than there are modems"},
        {closed_relay_nothing, "a closed host sends what others wrote"},
        {relays_only_close, "a closed relay opens again"},
        {listed_are_refused, "a listed host is let in"},
        {strangers_wait, "a greylist lets a stranger in at once"},
        {limits_hold, "more recipients than a limit allows"},
        {refusals_have_reasons, "a refusal without its reason"},
        {spam_gets_everywhere, "spam is not where a search gets"},
    };
    Ear e = {a, &a->c, run, (const Heard *)(void *)run->heard->data, run->heard->len};

    for (guint i = 0; i < G_N_ELEMENTS(rules); i++)
        if (!rules[i].holds(&e))
            return rules[i].broken;
    return NULL;
}
