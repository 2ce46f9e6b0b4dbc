/* simple_net.c - connections over nets, and how they part the access lines.
 *
 * Members of a net have several connections at once. A transaction is four steps: greetings
 * and commands are waited for, the envelope's bytes are carried, the command for the body is
 * waited for, the body's bytes are carried. Bytes under way part each access line evenly; a
 * connection has the smaller of its two parts. Work is in millionths of a bit, and what has
 * been done of it is rounded down when the part changes.
 */
#include "simple_private.h"

#define IN_VAIN (75 * S)

static Connection *
at(const Sim *s, int i)
{
    return &g_array_index(s->connections, Connection, i);
}

static int
net_of(const Sim *s, const Connection *c)
{
    return s->c->links[c->channel / 2].b;
}

/* Of the receiver, from the net to him. */
static int
far_of(const Sim *s, const Connection *c)
{
    return access_of(s, c->to, net_of(s, c)) ^ 1;
}

static const CaseLink *
line_of(const Sim *s, const Connection *c)
{
    return &s->c->links[c->channel / 2];
}

static const CaseLink *
far_line_of(const Sim *s, const Connection *c)
{
    return &s->c->links[far_of(s, c) / 2];
}

/* ---- parts of lines ---- */

static gboolean
carries(const Connection *c)
{
    return c->step == ASKING || c->step == CARRYING;
}

/* How many send over @channel just now; it leads to a net, or away from one. */
static int
sharers_of(const Sim *s, int channel)
{
    int n = 0;

    for (int i = 0; i < (int)s->connections->len; i++)
        if (carries(at(s, i)) &&
            (at(s, i)->channel == channel || far_of(s, at(s, i)) == channel))
            n++;
    return n;
}

static Share
share_of(const Sim *s, const Connection *c)
{
    Share out = {line_of(s, c)->bps, sharers_of(s, c->channel)};
    Share in = {far_line_of(s, c)->bps, sharers_of(s, far_of(s, c))};

    return in.bps * out.sharers < out.bps * in.sharers ? in : out;
}

/* At one instant the events of a transaction stand where it began, among those that were set
 * before and since. */
static void
push_step(Sim *s, int i)
{
    Event event = {at(s, i)->due, at(s, i)->order, NET, i, NULL};

    g_array_append_val(s->events, event);
}

/* A step that ends sooner than was thought ends then; of one that ends later that is found
 * out when it should have. */
static void
set_due(Sim *s, int i, gint64 due, gint64 event_at)
{
    at(s, i)->due = due;
    if (due >= event_at)
        return;
    withdraw(s, NET, i);
    push_step(s, i);
}

static gint64
event_of(const Sim *s, int i)
{
    for (guint k = 0; k < s->events->len; k++) {
        const Event *e = &g_array_index(s->events, Event, k);

        if (e->what == NET && e->x == i)
            return e->at;
    }
    return FAR;
}

static void
plan_end(Sim *s, int i)
{
    const Connection *c = at(s, i);
    gint64 left = c->left * c->share.sharers;

    set_due(s, i, s->now + (left + c->share.bps - 1) / c->share.bps, event_of(s, i));
}

static void
share_anew(Sim *s, int i)
{
    Connection *c = at(s, i);
    Share share = share_of(s, c);

    if (share.bps == c->share.bps && share.sharers == c->share.sharers)
        return;
    c->left = MAX(0, c->left - (s->now - c->since) * c->share.bps / c->share.sharers);
    c->since = s->now;
    c->share = share;
    plan_end(s, i);
}

/* Those that send over @channel, in the order in which they began to. */
static void
share_channel_anew(Sim *s, int channel)
{
    for (guint64 joined = 0; joined < s->n_joined; joined++)
        for (int i = 0; i < (int)s->connections->len; i++)
            if (carries(at(s, i)) && at(s, i)->joined == joined &&
                (at(s, i)->channel == channel || far_of(s, at(s, i)) == channel))
                share_anew(s, i);
}

static void
carry(Sim *s, int i, Step step, gint64 bytes)
{
    Connection *c = at(s, i);
    gint64 bps = MIN(line_of(s, c)->bps, far_line_of(s, c)->bps);

    c->step = step;
    c->left = (bytes * 10 * S + bps - 1) / bps * bps;
    c->since = s->now;
    c->joined = s->n_joined++;
    c->share = share_of(s, c);
    plan_end(s, i);
    share_channel_anew(s, c->channel);
    share_channel_anew(s, far_of(s, c));
}

static void
stop_carrying(Sim *s, int i)
{
    Connection *c = at(s, i);

    if (!carries(c))
        return;
    c->step = GRANTED; /* or whatever has no bytes under way */
    share_channel_anew(s, c->channel);
    share_channel_anew(s, far_of(s, c));
}

/* ---- steps ---- */

static void
wait_for(Sim *s, int i, Step step, gint64 us)
{
    at(s, i)->step = step;
    at(s, i)->due = s->now + us;
    push_step(s, i);
}

static gint64
round_trip(const Sim *s, const Connection *c)
{
    return 2 * MS *
           (line_of(s, c)->latency_ms + far_line_of(s, c)->latency_ms +
            s->c->crossing_ms[net_of(s, c) - CASE_HOSTS]);
}

static int
taken_by(const Sim *s, int host)
{
    int n = 0;

    for (int i = 0; i < (int)s->connections->len; i++)
        n += at(s, i)->step >= MEETING && at(s, i)->to == host;
    return n;
}

static int
opened_over(const Sim *s, int channel)
{
    int n = 0;

    for (int i = 0; i < (int)s->connections->len; i++)
        n += at(s, i)->step != FREE && at(s, i)->channel == channel;
    return n;
}

static void
ask(Sim *s, int i)
{
    const Connection *c = at(s, i);

    carry(s, i, ASKING, line_of(s, c)->smtp ? 250 + 40 * c->copy->n : 0);
}

/* So many round trips, and the bytes of replies, which nobody shares. */
static gint64
replies_us(const Sim *s, const Connection *c, int trips, int bytes)
{
    gint64 bps = MIN(line_of(s, c)->bps, far_line_of(s, c)->bps);

    return trips * round_trip(s, c) + (bytes * 10 * S + bps - 1) / bps;
}

/* Three round trips for a new connection, one for the sender's name, one for each
 * recipient's; or one for all together. What moves whole files has its overhead here. */
static gint64
greetings_us(const Sim *s, const Connection *c)
{
    const CaseLink *line = line_of(s, c);
    gint64 met = c->stands ? 0 : replies_us(s, c, 3, 88 + 176);

    if (!line->smtp)
        return line->overhead_ms * MS;
    return met + replies_us(s, c, line->pipelining ? 1 : 1 + c->copy->n,
                            49 + 52 * c->copy->n);
}

/* The end of a connection that stands. */
static gint64
farewell_us(const Sim *s, const Connection *c)
{
    return c->stands && line_of(s, c)->smtp ? replies_us(s, c, 1, 42) : 0;
}

/* @before: what is to be waited for first. */
static void
meet(Sim *s, int i, gint64 before)
{
    Connection *c = at(s, i);

    if (s->host_faults[c->to] > 0 || !is_up(s, far_of(s, c) / 2)) {
        wait_for(s, i, VAIN, before + IN_VAIN);
    } else if (taken_by(s, c->to) >= s->c->hosts[c->to].connections_in) {
        wait_for(s, i, TURNED_AWAY, before + round_trip(s, c));
    } else if (before + greetings_us(s, c) > 0) {
        wait_for(s, i, MEETING, before + greetings_us(s, c));
    } else {
        ask(s, i);
    }
    g_assert_cmpint(taken_by(s, c->to), <=, s->c->hosts[c->to].connections_in);
}

/* More recipients than the receiver takes at once go in another transaction, next. */
static void
part(Sim *s, int channel)
{
    Copy *copy = g_ptr_array_index(s->spool[channel], 0), *rest;
    int most = s->c->hosts[copy->next].max_recipients;

    if (copy->n <= most)
        return;
    rest = g_memdup2(copy, sizeof *copy);
    copy->n = most;
    rest->n -= most;
    for (int i = 0; i < rest->n; i++)
        rest->to[i] = copy->to[most + i];
    g_ptr_array_insert(s->spool[channel], 1, rest);
}

static gboolean
take_next(Sim *s, int i, int channel)
{
    Connection *c = at(s, i);

    if (!is_up(s, channel / 2))
        return FALSE;
    if (!has_work(s, channel) && is_his_line(s, channel)) {
        Copy *spam = next_spam(s);

        if (spam != NULL)
            g_ptr_array_add(s->spool[channel], spam);
    }
    if (!has_work(s, channel))
        return FALSE;
    part(s, channel);
    c->channel = channel;
    c->copy = g_ptr_array_remove_index(s->spool[channel], 0);
    c->stands = c->stands && c->to == c->copy->next;
    c->to = c->primary = c->copy->next;
    c->order = s->order++;
    return TRUE;
}

/* The one that was given up last is used first. */
static int
new_connection(Sim *s)
{
    Connection none = {.step = FREE};
    int i = (int)s->connections->len;

    if (s->free_last->len == 0) {
        g_array_append_val(s->connections, none);
        return i;
    }
    i = g_array_index(s->free_last, int, s->free_last->len - 1);
    g_array_set_size(s->free_last, s->free_last->len - 1);
    return i;
}

static void
give_up(Sim *s, int i)
{
    withdraw(s, NET, i);
    *at(s, i) = (Connection){.step = FREE};
    g_array_append_val(s->free_last, i);
}

void
open_connections(Sim *s, int channel)
{
    int most = is_his_line(s, channel)
                   ? s->c->spam_connections
                   : s->c->hosts[from_of(s, channel)].connections_out;

    while (channel != s->hushed && opened_over(s, channel) < most) {
        int i = new_connection(s);

        if (!take_next(s, i, channel)) {
            give_up(s, i);
            return;
        }
        meet(s, i, 0);
        g_assert_cmpint(opened_over(s, channel), <=, most);
    }
}

/* The transaction is over; the connection goes on with what waits, to the same host or,
 * called anew, another. */
static void
next_transaction(Sim *s, int i)
{
    int channel = at(s, i)->channel;
    gint64 farewell = farewell_us(s, at(s, i));

    at(s, i)->step = FREE;
    at(s, i)->copy = NULL;
    if (is_his_line(s, channel))
        at(s, i)->stands = FALSE; /* he calls anew for each */
    if (take_next(s, i, channel))
        meet(s, i, at(s, i)->stands ? 0 : farewell);
    else if (farewell > 0)
        wait_for(s, i, LEAVING, farewell);
    else
        give_up(s, i);
    open_connections(s, channel);
}

/* Only the host that a path names knows how it goes on. */
static gboolean
is_led_on(const Copy *copy)
{
    for (int i = 0; i < copy->n; i++)
        if (copy->to[i].at < copy->to[i].n_way)
            return TRUE;
    return FALSE;
}

/* What cannot be handed over is tried again in half an hour; a spammer turns elsewhere. */
static void
give_back(Sim *s, const Connection *c)
{
    Connection was = *c;

    s->hushed = was.channel;
    if (was.copy->is_his)
        tell_spammer(s, was.copy, was.channel, was.primary, "unreachable");
    else
        put_off(s, was.copy, was.channel, NULL);
    s->hushed = NONE;
}

/* Nobody answers, or nobody there has time: who stands in for him, or half an hour later. */
static void
fall_back(Sim *s, int i)
{
    Connection *c = at(s, i);
    int relay = s->c->hosts[c->primary].fallback;

    c->stands = FALSE;
    if (c->to == c->primary && relay != CASE_NOBODY && !is_led_on(c->copy) &&
        relay != from_of(s, c->channel) && access_of(s, relay, net_of(s, c)) != NONE) {
        c->to = c->copy->next = relay;
        meet(s, i, 0);
        return;
    }
    c->copy->next = c->primary;
    give_back(s, c);
    next_transaction(s, i);
}

static void
answered(Sim *s, int i)
{
    int channel = at(s, i)->channel;
    Copy *copy = at(s, i)->copy;

    stop_carrying(s, i);
    at(s, i)->stands = TRUE;
    at(s, i)->copy = NULL;
    s->hushed = channel;
    copy = offer(s, copy, channel);
    s->hushed = NONE;
    at(s, i)->copy = copy;
    if (copy == NULL) {
        next_transaction(s, i);
        return;
    }
    if (line_of(s, at(s, i))->smtp)
        wait_for(
            s, i, GRANTED,
            replies_us(s, at(s, i), line_of(s, at(s, i))->pipelining ? 1 : 2, 50 + 44));
    else
        carry(s, i, CARRYING, copy->bytes);
    open_connections(s, channel);
}

static void
carried(Sim *s, int i)
{
    int channel = at(s, i)->channel;
    Copy *copy = at(s, i)->copy;

    stop_carrying(s, i);
    next_transaction(s, i);
    arrive(s, copy, channel);
}

void
step_over(Sim *s, int i)
{
    if (at(s, i)->due > s->now) {
        push_step(s, i);
        return;
    }
    switch (at(s, i)->step) {
    case FREE:
        g_assert_not_reached();
    case VAIN:
    case TURNED_AWAY:
        fall_back(s, i);
        break;
    case LEAVING:
        at(s, i)->stands = FALSE;
        next_transaction(s, i);
        break;
    case MEETING:
        ask(s, i);
        break;
    case ASKING:
        answered(s, i);
        break;
    case GRANTED:
        carry(s, i, CARRYING, at(s, i)->copy->bytes);
        break;
    case CARRYING:
        carried(s, i);
        break;
    }
}

/* ---- faults ---- */

gint64
bytes_under_way(const Sim *s, int host)
{
    gint64 bytes = 0;

    for (int i = 0; i < (int)s->connections->len; i++)
        if (at(s, i)->copy != NULL && !at(s, i)->copy->is_his &&
            from_of(s, at(s, i)->channel) == host)
            bytes += at(s, i)->copy->bytes;
    return bytes;
}

static gboolean
is_cut(const Sim *s, const Connection *c)
{
    if (c->step == FREE)
        return FALSE;
    return !is_up(s, c->channel / 2) ||
           (c->step >= MEETING && !is_up(s, far_of(s, c) / 2));
}

static gint
compare_orders(gconstpointer a, gconstpointer b)
{
    const Connection *x = a, *y = b;

    return (x->order > y->order) - (x->order < y->order);
}

/* What cannot be sent comes first again when it can; what cannot be received is put off: in the
 * order in which the transactions began. */
void
cut_connections(Sim *s)
{
    g_autoptr(GArray) loose = g_array_new(FALSE, FALSE, sizeof(Connection));

    for (int i = 0; i < (int)s->connections->len; i++) {
        if (!is_cut(s, at(s, i)))
            continue;
        stop_carrying(s, i);
        if (at(s, i)->step != LEAVING)
            g_array_append_val(loose, *at(s, i));
        give_up(s, i);
    }
    g_array_sort(loose, compare_orders);
    for (guint k = loose->len; k-- > 0;) {
        Connection *c = &g_array_index(loose, Connection, k);

        c->copy->next = c->primary;
        if (is_up(s, c->channel / 2))
            give_back(s, c);
        else
            g_ptr_array_insert(s->spool[c->channel], 0, c->copy);
    }
    for (guint k = 0; k < loose->len; k++)
        open_connections(s, g_array_index(loose, Connection, k).channel);
}
