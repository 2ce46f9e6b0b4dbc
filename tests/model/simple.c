/* simple.c - the second simulator: the design page once more, in the most obvious way.
 *
 * Lists that are searched from end to end, copies that carry all they know, no number that
 * is kept where it can be counted. Only the constants are the program's: 26 failures, 23
 * hours, 30 minutes, 25 hops, 600 bytes of explanation, 1 and 7 days.
 */
#include "simple.h"

#include "log.h"

#define MS 1000LL
#define S (1000 * MS)
#define MINUTE (60 * S)
#define HOUR (60 * MINUTE)
#define FAR (1LL << 60)
#define MAX_HOPS 25
#define TRAIL 40
#define NONE (-1)
#define NULL_SENDER (-1)

typedef struct {
    int host, user;
    int n_way, at; /* channels yet to be taken, from @at on */
    int way[TRAIL];
} Recipient;

typedef struct {
    int message, bytes;
    int from_host, from_user;
    int n;
    Recipient to[CASE_RECIPIENTS];
    int hops;
    int trail[TRAIL]; /* channels taken so far: as many as hops */
    int writer;
    int next; /* host that it goes to now */
    gint64 came_min;
    gboolean warned;
} Copy;

typedef enum {
    SENT,  /* a file over channel x */
    CALL,  /* the call of link x goes on */
    AGAIN, /* what was deferred: @copy over channel x */
    ROUND,
    FAIL, /* fault x begins */
    MEND, /* fault x ends */
    CLOSE,
} What;

typedef struct {
    gint64 at;
    guint64 order;
    What what;
    int x;
    Copy *copy;
} Event;

typedef enum {
    IDLE,
    WAITING,
    DIALLING,
    SENDING,
} State;

typedef struct {
    State state;
    int caller, sender, failures; /* 0: the end a, 1: b */
    gint64 due, dialled, answered;
} Call;

typedef struct {
    const Case *c;
    GArray *log;
    GArray *events; /* of Event */
    guint64 order;
    gint64 now;
    int n_messages;
    int relay[CASE_HOSTS];
    gboolean closed_on_map[CASE_HOSTS]; /* at begin: no further edition comes out */
    int host_faults[CASE_HOSTS], link_faults[CASE_LINKS];
    GPtrArray *spool[2 * CASE_LINKS]; /* of Copy; the first may be under way */
    gint64 deferred_bytes[CASE_HOSTS];
    Call calls[CASE_LINKS];
} Sim;

static void forward(Sim *s, Copy *copy, int host);
static void wake(Sim *s, int channel);

/* ---- events ---- */

static void
push(Sim *s, gint64 at, What what, int x, Copy *copy)
{
    Event event = {at, s->order++, what, x, copy};

    g_array_append_val(s->events, event);
}

static void
withdraw(Sim *s, What what, int x)
{
    for (guint i = s->events->len; i-- > 0;) {
        Event *e = &g_array_index(s->events, Event, i);

        if (e->what == what && e->x == x)
            g_array_remove_index(s->events, i);
    }
}

static int
first_event(const Sim *s)
{
    int best = -1;

    for (int i = 0; i < (int)s->events->len; i++) {
        const Event *e = &g_array_index(s->events, Event, i);
        const Event *b = best < 0 ? NULL : &g_array_index(s->events, Event, best);

        if (b == NULL || e->at < b->at || (e->at == b->at && e->order < b->order))
            best = i;
    }
    return best;
}

static void
say(Sim *s, LogWhat what, int message, int from, int to, int user, int n,
    const char *state, const char *reason)
{
    LogEntry entry = {s->now, what, message, from, to, user, n, state, reason};

    g_array_append_val(s->log, entry);
}

/* ---- the map ---- */

static int
from_of(const Sim *s, int channel)
{
    const CaseLink *link = &s->c->links[channel / 2];

    return channel % 2 == 0 ? link->a : link->b;
}

static int
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
static int
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
static gboolean
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

static gboolean
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

static int
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

/* ---- ends and bounces ---- */

static void
end(Sim *s, Copy *copy, int host, const char *state, const char *reason)
{
    for (int i = 0; i < copy->n; i++)
        say(s, LOG_ENDED, copy->message, host, copy->to[i].host, copy->to[i].user, 0,
            state, reason);
    g_free(copy);
}

/* A letter to the sender of @copy from @host, back over the channels by which it came there
 * first since it last left its writer. */
static void
write_back(Sim *s, const Copy *copy, int host, int bytes)
{
    Copy *back = g_new0(Copy, 1);
    Recipient *to = &back->to[0];
    int begin = 0, n = 0, at = copy->writer;

    back->message = s->n_messages++;
    back->bytes = bytes;
    back->from_host = NULL_SENDER;
    back->writer = host;
    back->n = 1;
    to->host = copy->from_host;
    to->user = copy->from_user;
    while (at != host && n < copy->hops) {
        if (at == copy->writer)
            begin = n;
        at = to_of(s, copy->trail[n++]);
    }
    while (n > begin)
        to->way[to->n_way++] = copy->trail[--n] ^ 1;
    forward(s, back, host);
}

static void
bounce(Sim *s, Copy *copy, int host, const char *reason)
{
    Copy was = *copy;

    if (copy->from_host == NULL_SENDER) {
        end(s, copy, host, "discarded", reason);
        return;
    }
    end(s, copy, host, "bounced", reason);
    write_back(s, &was, host, was.bytes + 600);
}

/* ---- spools ---- */

/* Whether nothing is wrong with a link or its ends. */
static gboolean
is_up(const Sim *s, int link)
{
    return s->link_faults[link] == 0 && s->host_faults[s->c->links[link].a] == 0 &&
           s->host_faults[s->c->links[link].b] == 0;
}

static gint64
file_us(const Sim *s, int channel)
{
    const CaseLink *link = &s->c->links[channel / 2];
    const Copy *copy = g_ptr_array_index(s->spool[channel], 0);

    return link->overhead_ms * MS +
           ((gint64)copy->bytes * 10 * S + link->bps - 1) / link->bps;
}

static gboolean
has_work(const Sim *s, int channel)
{
    return s->spool[channel]->len > 0;
}

static gint64
spool_bytes(const Sim *s, int host)
{
    gint64 bytes = s->deferred_bytes[host];

    for (int ch = 0; ch < 2 * s->c->n_links; ch++)
        for (guint i = 0; from_of(s, ch) == host && i < s->spool[ch]->len; i++)
            bytes += ((Copy *)g_ptr_array_index(s->spool[ch], i))->bytes;
    return bytes;
}

static void
put(Sim *s, int channel, Copy *copy)
{
    g_ptr_array_add(s->spool[channel], copy);
    if (s->spool[channel]->len == 1)
        wake(s, channel);
}

static gboolean
is_being_sent(const Sim *s, int channel)
{
    const Call *call = &s->calls[channel / 2];

    if (!s->c->links[channel / 2].dialled)
        return is_up(s, channel / 2);
    return call->state == SENDING && call->sender == channel % 2;
}

static void
warn(Sim *s, Copy *copy, int host)
{
    copy->warned = TRUE;
    if (copy->from_host != NULL_SENDER)
        write_back(s, copy, host, 600);
}

static gint64
waited_min(const Sim *s, const Copy *copy)
{
    return s->now / MINUTE - copy->came_min;
}

static gboolean
should_warn(const Sim *s, const Copy *copy)
{
    return s->c->warns && !copy->warned && waited_min(s, copy) >= 24 * 60;
}

static gboolean
is_too_old(const Sim *s, const Copy *copy)
{
    return waited_min(s, copy) >= 7 * 24 * 60;
}

/* Once an hour, spool by spool: first the warnings, then what is too old. */
static void
go_round(Sim *s)
{
    for (int ch = 0; ch < 2 * s->c->n_links; ch++) {
        GPtrArray *spool = s->spool[ch];
        guint first = spool->len > 0 && is_being_sent(s, ch) ? 1 : 0, n = spool->len;
        g_autoptr(GPtrArray) old = g_ptr_array_new();

        for (guint i = first; i < n; i++) {
            Copy *copy = g_ptr_array_index(spool, i);

            if (is_too_old(s, copy))
                g_ptr_array_add(old, copy);
        }
        g_autoptr(GPtrArray) slow = g_ptr_array_new();

        for (guint i = first; i < n; i++)
            if (should_warn(s, g_ptr_array_index(spool, i)))
                g_ptr_array_add(slow, g_ptr_array_index(spool, i));
        for (guint i = 0; i < old->len; i++)
            g_ptr_array_remove(spool, old->pdata[i]);
        for (guint i = 0; i < slow->len; i++)
            warn(s, slow->pdata[i], from_of(s, ch));
        for (guint i = 0; i < old->len; i++)
            bounce(s, old->pdata[i], from_of(s, ch), "expired");
    }
    push(s, s->now + HOUR, ROUND, 0, NULL);
}

static void
try_again(Sim *s, int channel, Copy *copy)
{
    int host = from_of(s, channel);

    s->deferred_bytes[host] -= copy->bytes;
    if (should_warn(s, copy))
        warn(s, copy, host);
    if (is_too_old(s, copy))
        bounce(s, copy, host, "expired");
    else
        put(s, channel, copy);
}

/* ---- arrival ---- */

static gboolean
accepts(const Sim *s, int host, int peer, const Copy *copy, const Recipient *to)
{
    if (s->relay[host] == CASE_OPEN || to->host == host || serves(s, host, to->host))
        return TRUE;
    if (s->relay[host] == CASE_CLOSED)
        return vouches(s, host, peer);
    return copy->from_host != NULL_SENDER &&
           (copy->from_host == host || vouches(s, host, copy->from_host));
}

static void
arrive(Sim *s, Copy *copy, int channel)
{
    int host = to_of(s, channel), peer = from_of(s, channel);
    const CaseHost *self = &s->c->hosts[host];
    Copy *refused = g_memdup2(copy, sizeof *copy);
    gboolean all_for_us = TRUE;
    int n = copy->n;

    say(s, LOG_HOP, copy->message, peer, host, 0, copy->n, NULL, NULL);
    copy->n = refused->n = 0;
    for (int i = 0; i < n; i++) {
        Recipient to = copy->to[i];

        if (accepts(s, host, peer, copy, &to))
            copy->to[copy->n++] = to;
        else
            refused->to[refused->n++] = to;
    }
    /* What it was refused by has had it. */
    refused->trail[refused->hops++] = channel;
    if (refused->n > 0) {
        say(s, LOG_REFUSED, copy->message, peer, host, 0, refused->n, NULL,
            "relaying-denied");
        bounce(s, refused, host, "relaying-denied");
    } else {
        g_free(refused);
    }
    if (copy->n == 0) {
        g_free(copy);
        return;
    }

    for (int i = 0; i < copy->n; i++)
        all_for_us = all_for_us && copy->to[i].host == host;
    if (self->spool_bytes > 0 && !all_for_us &&
        spool_bytes(s, host) + copy->bytes > self->spool_bytes) {
        say(s, LOG_REFUSED, copy->message, peer, host, 0, copy->n, NULL, "spool-full");
        if (copy->bytes > self->spool_bytes) {
            copy->trail[copy->hops++] = channel;
            bounce(s, copy, host, "spool-full");
        } else {
            s->deferred_bytes[peer] += copy->bytes;
            push(s, s->now + 30 * MINUTE, AGAIN, channel, copy);
        }
        return;
    }
    copy->trail[copy->hops++] = channel;
    forward(s, copy, host);
}

/* ---- forwarding ---- */

static gboolean
is_here(const Recipient *to, int host)
{
    return to->host == host && to->at == to->n_way;
}

typedef struct {
    int to, channel; /* no way: behind all hosts, first for want of an open one */
} Way;

#define NO_OPEN_ROUTE 1000
#define NO_ROUTE 1001

static Way
way_of(Sim *s, int host, const Recipient *to)
{
    int ch =
        to->at < to->n_way ? to->way[to->at] : next_channel(s, host, to->host, FALSE);
    gboolean some_closed = FALSE;

    if (ch != NONE)
        return (Way){to_of(s, ch), ch};
    for (int i = 0; i < s->c->n_hosts; i++)
        some_closed = some_closed || s->closed_on_map[i];
    if (some_closed && next_channel(s, host, to->host, TRUE) != NONE)
        return (Way){NO_OPEN_ROUTE, NONE};
    return (Way){NO_ROUTE, NONE};
}

static void
send_over(Sim *s, Copy *copy, int host, Way way)
{
    const char *reason = way.to == NO_ROUTE ? "no-route" : "no-open-route";

    if (way.channel != NONE) {
        copy->next = way.to;
        copy->came_min = s->now / MINUTE;
        copy->warned = FALSE;
        put(s, way.channel, copy);
    } else if (copy->hops == 0 && copy->from_host != NULL_SENDER) {
        end(s, copy, host, "bounced", reason);
    } else {
        bounce(s, copy, host, reason);
    }
}

/* Delivers what is for @host, and sends one copy each way, the lowest host first. */
static void
forward(Sim *s, Copy *copy, int host)
{
    Way ways[CASE_RECIPIENTS];
    gboolean gone[CASE_RECIPIENTS] = {FALSE};
    int n = copy->n, left = 0;

    copy->n = 0;
    for (int i = 0; i < n; i++)
        if (is_here(&copy->to[i], host))
            say(s, LOG_ENDED, copy->message, host, host, copy->to[i].user, 0,
                "delivered", NULL);
        else
            copy->to[copy->n++] = copy->to[i];
    if (copy->n == 0) {
        g_free(copy);
        return;
    }
    if (copy->hops >= MAX_HOPS) {
        bounce(s, copy, host, "too-many-hops");
        return;
    }
    for (int i = 0; i < copy->n; i++) {
        ways[i] = way_of(s, host, &copy->to[i]);
        if (copy->to[i].at < copy->to[i].n_way)
            copy->to[i].at++;
    }
    for (left = copy->n; left > 0;) {
        Copy *part = g_memdup2(copy, sizeof *copy);
        Way first = {NO_ROUTE + 1, 0};

        for (int i = 0; i < copy->n; i++)
            if (!gone[i] &&
                (ways[i].to < first.to ||
                 (ways[i].to == first.to && ways[i].channel < first.channel)))
                first = ways[i];
        part->n = 0;
        for (int i = 0; i < copy->n; i++) {
            if (gone[i] || ways[i].to != first.to || ways[i].channel != first.channel)
                continue;
            part->to[part->n++] = copy->to[i];
            gone[i] = TRUE;
            left--;
        }
        send_over(s, part, host, first);
    }
    g_free(copy);
}

/* ---- permanent lines ---- */

static void
send_first(Sim *s, int channel)
{
    if (has_work(s, channel) && is_up(s, channel / 2))
        push(s, s->now + file_us(s, channel), SENT, channel, NULL);
}

static void
sent(Sim *s, int channel)
{
    Copy *copy = g_ptr_array_remove_index(s->spool[channel], 0);

    send_first(s, channel);
    arrive(s, copy, channel);
}

/* ---- calls ---- */

static int
calls_at(const Sim *s, int host)
{
    int n = 0;

    for (int k = 0; k < s->c->n_links; k++)
        if ((s->c->links[k].a == host || s->c->links[k].b == host) &&
            s->calls[k].state >= DIALLING)
            n++;
    return n;
}

static void
set_call(Sim *s, int link, State state, gint64 at)
{
    withdraw(s, CALL, link);
    s->calls[link].state = state;
    s->calls[link].due = at;
    push(s, at, CALL, link, NULL);
}

static void
wait_for(Sim *s, int link, int caller, gint64 at)
{
    s->calls[link].caller = caller;
    set_call(s, link, WAITING, at);
}

static void
stop_call(Sim *s, int link)
{
    withdraw(s, CALL, link);
    s->calls[link].state = IDLE;
}

static void
call_later(Sim *s, int link)
{
    const CaseLink *line = &s->c->links[link];
    Call *call = &s->calls[link];
    gint64 wait = line->retry_s * S;

    call->failures++;
    if (line->retry_rule == CASE_TAYLOR)
        wait = call->failures > 26 ? 24 * HOUR : call->failures * 10 * MINUTE;
    for (int i = 1; line->retry_rule == CASE_DOUBLING && i < call->failures; i++)
        wait = wait * 2 < 23 * HOUR ? wait * 2 : 23 * HOUR;
    wait_for(s, link, call->caller, s->now + wait);
}

/* Who called last goes on; the other one calls if only he has mail. */
static void
call_if_work(Sim *s, int link, gint64 at)
{
    Call *call = &s->calls[link];

    if (has_work(s, 2 * link + call->caller))
        wait_for(s, link, call->caller, at);
    else if (has_work(s, 2 * link + !call->caller))
        wait_for(s, link, !call->caller, at);
}

static void
dial(Sim *s, int link)
{
    const CaseLink *line = &s->c->links[link];
    Call *call = &s->calls[link];

    if (!is_up(s, link)) {
        stop_call(s, link);
        if (s->host_faults[call->caller == 0 ? line->a : line->b] == 0)
            call_later(s, link);
        return;
    }
    call->state = IDLE;
    if (calls_at(s, line->a) >= s->c->hosts[line->a].lines ||
        calls_at(s, line->b) >= s->c->hosts[line->b].lines) {
        call_later(s, link);
        return;
    }
    call->dialled = s->now;
    call->answered = s->now + line->setup_s * S;
    set_call(s, link, DIALLING, call->answered);
    g_assert_cmpint(calls_at(s, line->a), <=, s->c->hosts[line->a].lines);
    g_assert_cmpint(calls_at(s, line->b), <=, s->c->hosts[line->b].lines);
}

static void
send_or_hang_up(Sim *s, int link)
{
    const CaseLink *line = &s->c->links[link];
    Call *call = &s->calls[link];
    gboolean over =
        line->max_call_s > 0 && s->now >= call->answered + line->max_call_s * S;

    if (!over && !has_work(s, 2 * link + call->sender))
        call->sender = !call->sender;
    if (!over && has_work(s, 2 * link + call->sender)) {
        set_call(s, link, SENDING, s->now + file_us(s, 2 * link + call->sender));
        return;
    }
    stop_call(s, link);
    call->failures = 0;
    call_if_work(s, link, s->now + (over ? line->retry_s * S : 0));
}

static void
go_on(Sim *s, int link)
{
    Call *call = &s->calls[link];
    int channel = 2 * link + call->sender;
    Copy *copy;

    switch (call->state) {
    case IDLE:
        break;
    case WAITING:
        if (has_work(s, 2 * link) || has_work(s, 2 * link + 1))
            dial(s, link);
        else
            call->state = IDLE;
        break;
    case DIALLING:
        call->sender = call->caller;
        send_or_hang_up(s, link);
        break;
    case SENDING:
        copy = g_ptr_array_remove_index(s->spool[channel], 0);
        send_or_hang_up(s, link);
        arrive(s, copy, channel);
        break;
    }
}

/* The first file has come to wait for @channel. */
static void
wake(Sim *s, int channel)
{
    Call *call = &s->calls[channel / 2];

    if (!s->c->links[channel / 2].dialled)
        send_first(s, channel);
    else if (call->state == IDLE ||
             (call->state == WAITING && call->failures == 0 && s->now < call->due))
        wait_for(s, channel / 2, channel % 2, s->now);
}

/* ---- faults ---- */

static gboolean
is_struck(const Sim *s, const CaseFault *fault, int link)
{
    const CaseLink *line = &s->c->links[link];

    if (fault->b == CASE_NOBODY)
        return line->a == fault->a || line->b == fault->a;
    return (line->a == fault->a && line->b == fault->b) ||
           (line->a == fault->b && line->b == fault->a);
}

static void
change_faults(Sim *s, const CaseFault *fault, int link, int by)
{
    if (fault->b != CASE_NOBODY)
        s->link_faults[link] += by;
}

static void
fail(Sim *s, const CaseFault *fault)
{
    if (fault->b == CASE_NOBODY)
        s->host_faults[fault->a]++;
    for (int k = 0; k < s->c->n_links; k++) {
        if (!is_struck(s, fault, k))
            continue;
        change_faults(s, fault, k, +1);
        withdraw(s, SENT, 2 * k);
        withdraw(s, SENT, 2 * k + 1);
        if (s->calls[k].state == DIALLING || s->calls[k].state == SENDING) {
            stop_call(s, k);
            call_later(s, k);
        }
    }
}

static void
mend(Sim *s, const CaseFault *fault)
{
    if (fault->b == CASE_NOBODY && --s->host_faults[fault->a] > 0)
        return;
    for (int k = 0; k < s->c->n_links; k++) {
        if (!is_struck(s, fault, k))
            continue;
        change_faults(s, fault, k, -1);
        if (!is_up(s, k))
            continue;
        if (!s->c->links[k].dialled) {
            send_first(s, 2 * k);
            send_first(s, 2 * k + 1);
        } else if (s->calls[k].state == IDLE) {
            call_if_work(s, k, s->now);
        }
    }
}

/* ---- the whole ---- */

static void
handle(Sim *s, const Event *e)
{
    switch (e->what) {
    case SENT:
        sent(s, e->x);
        break;
    case CALL:
        go_on(s, e->x);
        break;
    case AGAIN:
        try_again(s, e->x, e->copy);
        break;
    case ROUND:
        go_round(s);
        break;
    case FAIL:
        fail(s, &s->c->faults[e->x]);
        break;
    case MEND:
        mend(s, &s->c->faults[e->x]);
        break;
    case CLOSE:
        for (int i = 0; i < s->c->n_hosts; i++)
            if (s->c->closing >> i & 1)
                s->relay[i] = s->c->closed_to;
        break;
    }
}

static void
write_letter(Sim *s, const CaseLetter *letter)
{
    Copy *copy = g_new0(Copy, 1);

    copy->message = s->n_messages++;
    copy->bytes = (int)letter->bytes;
    copy->from_host = copy->writer = letter->host;
    copy->from_user = letter->user;
    copy->n = letter->n_to;
    for (int i = 0; i < letter->n_to; i++) {
        const CaseRecipient *to = &letter->to[i];
        int at = letter->host;

        copy->to[i] =
            (Recipient){.host = to->host, .user = to->user, .n_way = to->n_way};
        for (int w = 0; w < to->n_way; at = to->way[w++])
            copy->to[i].way[w] = channel_between(s, at, to->way[w]);
    }
    forward(s, copy, letter->host);
}

/* What is known beforehand: the rounds, faults and closings. */
static void
begin(Sim *s)
{
    const Case *c = s->c;

    push(s, c->warns ? 4 * HOUR : 5 * 24 * HOUR, ROUND, 0, NULL);
    for (int i = 0; i < c->n_faults; i++) {
        push(s, c->faults[i].at_min * MINUTE, FAIL, i, NULL);
        push(s, c->faults[i].at_min * MINUTE + c->faults[i].lasts_ms * MS, MEND, i,
             NULL);
    }
    if (c->closing)
        push(s, c->closes_min * MINUTE, CLOSE, 0, NULL);
    for (int i = 0; i < c->n_hosts; i++) {
        s->relay[i] = c->hosts[i].relay;
        s->closed_on_map[i] = c->hosts[i].relay != CASE_OPEN;
    }
}

static void
clean_up(Sim *s)
{
    for (int ch = 0; ch < 2 * s->c->n_links; ch++) {
        g_ptr_array_set_free_func(s->spool[ch], g_free);
        g_ptr_array_unref(s->spool[ch]);
    }
    for (guint i = 0; i < s->events->len; i++)
        g_free(g_array_index(s->events, Event, i).copy);
    g_array_unref(s->events);
}

void
simple_run(const Case *c, GArray *log)
{
    Sim s = {.c = c, .log = log, .events = g_array_new(FALSE, FALSE, sizeof(Event))};
    int letter = 0;

    for (int ch = 0; ch < 2 * c->n_links; ch++)
        s.spool[ch] = g_ptr_array_new();
    begin(&s);
    for (;;) {
        int i = first_event(&s);
        gint64 event_at = i < 0 ? FAR : g_array_index(s.events, Event, i).at;
        gint64 letter_at =
            letter < c->n_letters ? c->letters[letter].at_ms * MS + 7 : FAR;

        if (event_at >= c->length_min * MINUTE && letter_at >= c->length_min * MINUTE)
            break;
        if (letter_at < event_at) {
            s.now = letter_at;
            write_letter(&s, &c->letters[letter++]);
            continue;
        }

        Event event = g_array_index(s.events, Event, i);

        g_array_remove_index(s.events, (guint)i);
        g_assert_cmpint(event.at, >=, s.now);
        s.now = event.at;
        handle(&s, &event);
    }
    clean_up(&s);
}
