/* simple_lines.c - permanent lines and calls. */
#include "simple_private.h"

/* ---- permanent lines ---- */

void
send_first(Sim *s, int channel)
{
    if (has_work(s, channel) && is_up(s, channel / 2))
        push(s, s->now + file_us(s, channel), SENT, channel, NULL);
}

void
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

void
stop_call(Sim *s, int link)
{
    withdraw(s, CALL, link);
    s->calls[link].state = IDLE;
}

void
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
void
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

void
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
void
wake(Sim *s, int channel)
{
    Call *call = &s->calls[channel / 2];

    if (is_on_net(s, channel))
        open_connections(s, channel);
    else if (!s->c->links[channel / 2].dialled)
        send_first(s, channel);
    else if (call->state == IDLE ||
             (call->state == WAITING && call->failures == 0 && s->now < call->due))
        wait_for(s, channel / 2, channel % 2, s->now);
}
