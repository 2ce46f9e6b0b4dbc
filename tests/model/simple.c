/* simple.c - the second simulator: the design page once more, in the most obvious way.
 *
 * Lists that are searched from end to end, copies that carry all they know, no number that
 * is kept where it can be counted. Only the constants are the program's: 26 failures, 23
 * hours, 30 minutes, 25 hops, 600 bytes of explanation, 1 and 7 days.
 */
#include "simple.h"

#include "simple_private.h"

/* ---- events ---- */

void
push(Sim *s, gint64 at, What what, int x, Copy *copy)
{
    Event event = {at, s->order++, what, x, copy};

    g_array_append_val(s->events, event);
}

void
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

void
say(Sim *s, LogWhat what, int message, int from, int to, int user, int n,
    const char *state, const char *reason)
{
    LogEntry entry = {s->now, what, message, from, to, user, n, state, reason};

    g_array_append_val(s->log, entry);
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
    if (fault->b == CASE_NOBODY) {
        s->host_faults[fault->a]++;
        cut_connections(s);
    }
    for (int k = 0; k < s->c->n_links; k++) {
        if (!is_struck(s, fault, k))
            continue;
        change_faults(s, fault, k, +1);
        if (fault->b != CASE_NOBODY)
            cut_connections(s);
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
        if (is_on_net(s, 2 * k)) {
            open_connections(s, 2 * k);
        } else if (!s->c->links[k].dialled) {
            send_first(s, 2 * k);
            send_first(s, 2 * k + 1);
        } else if (s->calls[k].state == IDLE) {
            call_if_work(s, k, s->now);
        }
    }
    if (fault->b == CASE_NOBODY && s->c->spammer == fault->a)
        open_connections(s, 2 * s->c->n_links);
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
    case NET:
        step_over(s, e->x);
        break;
    case SPAM:
        open_connections(s, 2 * s->c->n_links);
        break;
    case SCAN:
        scan(s);
        break;
    case LOOK_AGAIN:
        look_again(s, e->x);
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
            copy->to[i].way[w] = hop_between(s, at, to->way[w]);
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
    if (c->subscribers)
        push(s, HOUR / CASE_SCANS_PER_HOUR, SCAN, 0, NULL);
    if (c->spammer != CASE_NOBODY)
        push(s, c->spam_start_min * MINUTE, SPAM, 0, NULL);
    for (int i = 0; i < c->n_hosts; i++) {
        s->relay[i] = c->hosts[i].relay;
        s->closed_on_map[i] = c->hosts[i].relay != CASE_OPEN;
    }
}

static void
clean_up(Sim *s)
{
    for (int ch = 0; ch < 2 * (s->c->n_links + 1); ch++) {
        g_ptr_array_set_free_func(s->spool[ch], g_free);
        g_ptr_array_unref(s->spool[ch]);
    }
    for (guint i = 0; i < s->events->len; i++)
        g_free(g_array_index(s->events, Event, i).copy);
    g_array_unref(s->events);
    for (guint i = 0; i < s->connections->len; i++)
        g_free(g_array_index(s->connections, Connection, i).copy);
    g_array_unref(s->listings);
    g_array_unref(s->triplets);
    g_array_unref(s->connections);
    g_array_unref(s->free_last);
}

void
simple_run(const Case *drawn, GArray *log)
{
    Case with_line = *drawn;
    const Case *c = &with_line;
    Sim s = {.c = c,
             .log = log,
             .events = g_array_new(FALSE, FALSE, sizeof(Event)),
             .connections = g_array_new(FALSE, FALSE, sizeof(Connection)),
             .listings = g_array_new(FALSE, FALSE, sizeof(Listing)),
             .triplets = g_array_new(FALSE, FALSE, sizeof(Triplet)),
             .free_last = g_array_new(FALSE, FALSE, sizeof(int)),
             .relay_in_use = NONE,
             .hushed = NONE};
    int letter = 0;

    add_spammer_line(&with_line);
    for (int ch = 0; ch < 2 * (c->n_links + 1); ch++)
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
