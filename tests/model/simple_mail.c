/* simple_mail.c - copies: where they wait, who takes them, where they end. */
#include "simple_private.h"

/* ---- ends and bounces ---- */

static void
end(Sim *s, Copy *copy, int host, const char *state, const char *reason)
{
    for (int i = 0; i < copy->n; i++)
        say(s, LOG_ENDED, copy->message, host, copy->to[i].host, copy->to[i].user, 0,
            state, reason);
    g_free(copy);
}

/* A letter to the sender of @copy from @host, back by the hops by which it came there first
 * since it was written or last came off a net, or last left where that was. */
static void
write_back(Sim *s, const Copy *copy, int host, int bytes)
{
    Copy *back = g_new0(Copy, 1);
    Recipient *to = &back->to[0];
    int begin = 0, n = 0, at, entry = copy->writer;

    back->message = s->n_messages++;
    back->bytes = bytes;
    back->from_host = NULL_SENDER;
    back->writer = host;
    back->n = 1;
    to->host = copy->from_host;
    to->user = copy->from_user;
    for (int i = 0; i < copy->hops; i++)
        if (is_on_net(s, copy->trail[i].channel)) {
            entry = copy->trail[i].to;
            n = begin = i + 1;
        }
    for (at = entry; at != host && n < copy->hops; at = copy->trail[n++].to)
        if (at == entry)
            begin = n;
    while (n > begin) {
        int channel = copy->trail[--n].channel ^ 1;

        to->way[to->n_way++] = (Hop){channel, to_of(s, channel)};
    }
    forward(s, back, host);
}

/* @copy ends at @host; @writer tells who sent it. */
static void
bounce(Sim *s, Copy *copy, int host, int writer, const char *reason)
{
    Copy was = *copy;

    if (copy->from_host == NULL_SENDER) {
        end(s, copy, host, "discarded", reason);
        return;
    }
    end(s, copy, host, "bounced", reason);
    write_back(s, &was, writer, was.bytes + 600);
}

/* ---- spools ---- */

/* Whether nothing is wrong with a link or its ends. */
gboolean
is_up(const Sim *s, int link)
{
    const CaseLink *line = &s->c->links[link];

    return s->link_faults[link] == 0 && s->host_faults[line->a] == 0 &&
           (case_is_net(line->b) || s->host_faults[line->b] == 0);
}

gboolean
is_on_net(const Sim *s, int channel)
{
    return case_is_net(s->c->links[channel / 2].b);
}

gint64
file_us(const Sim *s, int channel)
{
    const CaseLink *link = &s->c->links[channel / 2];
    const Copy *copy = g_ptr_array_index(s->spool[channel], 0);

    return link->overhead_ms * MS +
           ((gint64)copy->bytes * 10 * S + link->bps - 1) / link->bps;
}

gboolean
has_work(const Sim *s, int channel)
{
    return s->spool[channel]->len > 0;
}

static gint64
spool_bytes(const Sim *s, int host)
{
    gint64 bytes = s->deferred_bytes[host] + bytes_under_way(s, host);

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

    if (is_on_net(s, channel))
        return FALSE; /* that is no more in its spool */
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

/* A day between neighbours, four hours on a net. */
static gboolean
should_warn(const Sim *s, const Copy *copy, int channel)
{
    return s->c->warns && !copy->warned &&
           waited_min(s, copy) >= (is_on_net(s, channel) ? 4 : 24) * 60;
}

/* A week, or five days. */
static gboolean
is_too_old(const Sim *s, const Copy *copy, int channel)
{
    return waited_min(s, copy) >= (is_on_net(s, channel) ? 5 : 7) * 24 * 60;
}

static const char *
why_expired(const Copy *copy)
{
    return copy->later != NULL ? copy->later : "expired";
}

/* Once an hour, spool by spool: first the warnings, then what is too old. */
void
go_round(Sim *s)
{
    for (int ch = 0; ch < 2 * s->c->n_links; ch++) {
        GPtrArray *spool = s->spool[ch];
        guint first = spool->len > 0 && is_being_sent(s, ch) ? 1 : 0, n = spool->len;
        g_autoptr(GPtrArray) old = g_ptr_array_new();

        for (guint i = first; i < n; i++) {
            Copy *copy = g_ptr_array_index(spool, i);

            if (is_too_old(s, copy, ch))
                g_ptr_array_add(old, copy);
        }
        g_autoptr(GPtrArray) slow = g_ptr_array_new();

        for (guint i = first; i < n; i++)
            if (should_warn(s, g_ptr_array_index(spool, i), ch))
                g_ptr_array_add(slow, g_ptr_array_index(spool, i));
        for (guint i = 0; i < old->len; i++)
            g_ptr_array_remove(spool, old->pdata[i]);
        for (guint i = 0; i < slow->len; i++)
            warn(s, slow->pdata[i], from_of(s, ch));
        for (guint i = 0; i < old->len; i++)
            bounce(s, old->pdata[i], from_of(s, ch), from_of(s, ch),
                   why_expired(old->pdata[i]));
    }
    push(s, s->now + HOUR, ROUND, 0, NULL);
}

void
try_again(Sim *s, int channel, Copy *copy)
{
    int host = from_of(s, channel);

    s->deferred_bytes[host] -= copy->bytes;
    if (should_warn(s, copy, channel))
        warn(s, copy, host);
    if (is_too_old(s, copy, channel))
        bounce(s, copy, host, host, why_expired(copy));
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

/* Recipients that get the same answer: NULL, they are taken. */
typedef struct {
    const char *reason;
    Copy *copy;
} Part;

void
tell_spammer(Sim *s, Copy *copy, int channel, int host, const char *reason)
{
    int next = relay_after(s, host);

    if (next == NONE) {
        end(s, copy, host, "bounced", reason);
        return;
    }
    copy->next = next;
    put(s, channel, copy);
}

static const char *
answer_of(Sim *s, int host, int channel, const Copy *copy, const Recipient *to)
{
    int peer = from_of(s, channel);

    if (!accepts(s, host, peer, copy, to))
        return "relaying-denied";
    return is_on_net(s, channel) ? why_later(s, host, peer, copy, to) : NULL;
}

/* Parts @copy by what is said to each recipient, taken ones first, then as they come. */
static int
part_by_answer(Sim *s, const Copy *copy, int channel, int host, Part parts[4])
{
    int n_parts = 1;

    parts[0] = (Part){NULL, NULL};
    for (int i = 0; i < copy->n; i++) {
        const char *reason = answer_of(s, host, channel, copy, &copy->to[i]);
        int k = 0;

        while (k < n_parts && g_strcmp0(parts[k].reason, reason) != 0)
            k++;
        if (k == n_parts)
            parts[n_parts++] = (Part){reason, NULL};
        if (parts[k].copy == NULL) {
            parts[k].copy = g_memdup2(copy, sizeof *copy);
            parts[k].copy->n = 0;
        }
        parts[k].copy->to[parts[k].copy->n++] = copy->to[i];
    }
    return n_parts;
}

void
put_off(Sim *s, Copy *copy, int channel, const char *reason)
{
    copy->later = reason;
    s->deferred_bytes[from_of(s, channel)] += copy->bytes;
    push(s, s->now + 30 * MINUTE, AGAIN, channel, copy);
}

/* Whoever is refused for good is written back to by @writer; others come again. */
static void
refuse(Sim *s, Copy *copy, int channel, int host, int writer, const char *reason)
{
    gboolean for_good =
        strcmp(reason, "greylisted") != 0 && strcmp(reason, "rate-limited") != 0;

    if (copy->is_his) {
        tell_spammer(s, copy, channel, host, reason);
        return;
    }
    if (!for_good) {
        put_off(s, copy, channel, reason);
        return;
    }
    /* Who has had all of it writes back from there. */
    if (writer == host)
        copy->trail[copy->hops++] = (Hop){channel, host};
    bounce(s, copy, host, writer, reason);
}

/* What @host takes of @copy; the rest goes its way. NULL: nothing is left. */
static Copy *
judge(Sim *s, Copy *copy, int channel, int host, int writer)
{
    Part parts[4];
    int n = part_by_answer(s, copy, channel, host, parts);

    for (int i = 1; i < n; i++)
        say(s, LOG_REFUSED, copy->message, from_of(s, channel), host, 0,
            parts[i].copy->n, NULL, parts[i].reason);
    for (int i = 1; i < n; i++)
        refuse(s, parts[i].copy, channel, host, writer, parts[i].reason);
    g_free(copy);
    return parts[0].copy;
}

/* Whether @host has no room for @copy, which then waits, or goes back. */
static gboolean
is_full(Sim *s, Copy *copy, int channel, int host, int writer)
{
    gint64 limit = s->c->hosts[host].spool_bytes;
    gboolean all_for_us = TRUE;

    for (int i = 0; i < copy->n; i++)
        all_for_us = all_for_us && copy->to[i].host == host;
    if (limit == 0 || all_for_us || spool_bytes(s, host) + copy->bytes <= limit)
        return FALSE;
    say(s, LOG_REFUSED, copy->message, from_of(s, channel), host, 0, copy->n, NULL,
        "spool-full");
    if (copy->is_his) {
        tell_spammer(s, copy, channel, host, "spool-full");
        return TRUE;
    }
    if (copy->bytes <= limit) {
        put_off(s, copy, channel, NULL);
        return TRUE;
    }
    if (writer == host)
        copy->trail[copy->hops++] = (Hop){channel, host};
    bounce(s, copy, host, writer, "spool-full");
    return TRUE;
}

/* A net: who refuses has had the envelope alone, and the sender writes back. */
Copy *
offer(Sim *s, Copy *copy, int channel)
{
    int host = copy->next, peer = from_of(s, channel);

    if (host != peer && is_listed(s, host, peer)) {
        say(s, LOG_REFUSED, copy->message, peer, host, 0, copy->n, NULL, "blacklisted");
        refuse(s, copy, channel, host, peer, "blacklisted");
        return NULL;
    }
    if (host != peer) /* whose users are no strangers there */
        copy = judge(s, copy, channel, host, peer);
    if (copy == NULL || is_full(s, copy, channel, host, peer))
        return NULL;
    return copy;
}

void
arrive(Sim *s, Copy *copy, int channel)
{
    int host = copy->next;

    copy->is_his = FALSE;
    if (host == from_of(s, channel)) {
        forward(s, copy, host);
        return;
    }
    say(s, LOG_HOP, copy->message, from_of(s, channel), host, 0, copy->n, NULL, NULL);
    if (!is_on_net(s, channel)) {
        copy = judge(s, copy, channel, host, host);
        if (copy == NULL || is_full(s, copy, channel, host, host))
            return;
    }
    copy->trail[copy->hops++] = (Hop){channel, host};
    forward(s, copy, host);
}

/* ---- forwarding ---- */

static gboolean
is_here(const Recipient *to, int host)
{
    return to->host == host && to->at == to->n_way;
}

/* No way: behind all hosts, first for want of an open one. */
#define NO_OPEN_ROUTE 1000
#define NO_ROUTE 1001

static Hop
way_of(Sim *s, int host, const Recipient *to)
{
    Hop hop = to->at < to->n_way ? to->way[to->at] : next_hop(s, host, to->host, FALSE);
    gboolean some_closed = FALSE;

    if (hop.channel != NONE)
        return hop;
    for (int i = 0; i < s->c->n_hosts; i++)
        some_closed = some_closed || s->closed_on_map[i];
    if (some_closed && next_hop(s, host, to->host, TRUE).channel != NONE)
        return (Hop){NONE, NO_OPEN_ROUTE};
    return (Hop){NONE, NO_ROUTE};
}

static void
send_over(Sim *s, Copy *copy, int host, Hop way)
{
    const char *reason = way.to == NO_ROUTE ? "no-route" : "no-open-route";

    if (way.channel != NONE) {
        copy->next = way.to;
        copy->came_min = s->now / MINUTE;
        copy->warned = FALSE;
        copy->later = NULL;
        put(s, way.channel, copy);
    } else if (copy->hops == 0 && copy->from_host != NULL_SENDER) {
        end(s, copy, host, "bounced", reason);
    } else {
        bounce(s, copy, host, host, reason);
    }
}

/* Delivers what is for @host, and sends one copy each way, the lowest host first. */
void
forward(Sim *s, Copy *copy, int host)
{
    Hop ways[CASE_RECIPIENTS];
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
        bounce(s, copy, host, host, "too-many-hops");
        return;
    }
    for (int i = 0; i < copy->n; i++) {
        ways[i] = way_of(s, host, &copy->to[i]);
        if (copy->to[i].at < copy->to[i].n_way)
            copy->to[i].at++;
    }
    for (left = copy->n; left > 0;) {
        Copy *part = g_memdup2(copy, sizeof *copy);
        Hop first = {0, NO_ROUTE + 1};

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
