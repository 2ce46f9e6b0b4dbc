/* case_shrink.c - what is not needed for a failure is taken away. */
#include "case.h"

#include <string.h>

static gboolean
keep_if_fails(Case *c, const Case *smaller, CaseFails fails)
{
    if (memcmp(c, smaller, sizeof *c) == 0 || !fails(smaller))
        return FALSE;
    *c = *smaller;
    return TRUE;
}

static gboolean
drop_letters(Case *c, CaseFails fails)
{
    gboolean done = FALSE;

    for (int i = c->n_letters; i-- > 0;) {
        Case s = *c;

        memmove(&s.letters[i], &s.letters[i + 1],
                (size_t)(s.n_letters - i - 1) * sizeof s.letters[0]);
        s.n_letters--;
        done = keep_if_fails(c, &s, fails) || done;
    }
    for (int i = 0; i < c->n_letters; i++)
        for (int k = c->letters[i].n_to; k-- > 0 && c->letters[i].n_to > 1;) {
            Case s = *c;
            CaseLetter *letter = &s.letters[i];

            memmove(&letter->to[k], &letter->to[k + 1],
                    (size_t)(letter->n_to - k - 1) * sizeof letter->to[0]);
            letter->n_to--;
            done = keep_if_fails(c, &s, fails) || done;
        }
    return done;
}

static gboolean
shrink_spammer(Case *c, CaseFails fails)
{
    gboolean done = FALSE;

    if (c->spammer == CASE_NOBODY)
        return FALSE;
    for (int what = 0; what < 7; what++) {
        Case s = *c;

        if (what == 0)
            s.spammer = CASE_NOBODY;
        else if (what == 1)
            s.spam_connections = 1;
        else if (what == 2)
            s.spam_bcc = 1;
        else if (what == 3)
            s.spam_targets = MAX(1, c->spam_targets - 1);
        else if (what == 4)
            s.spam_relays = 0;
        else if (what == 5)
            s.spam_retries = FALSE;
        else
            s.spam_relays &= s.spam_relays - 1;
        done = keep_if_fails(c, &s, fails) || done;
    }
    return done;
}

static gboolean
drop_faults(Case *c, CaseFails fails)
{
    gboolean done = FALSE;
    Case s = *c;

    for (int i = c->n_faults; i-- > 0;) {
        s = *c;
        memmove(&s.faults[i], &s.faults[i + 1],
                (size_t)(s.n_faults - i - 1) * sizeof s.faults[0]);
        s.n_faults--;
        done = keep_if_fails(c, &s, fails) || done;
    }
    s = *c;
    s.closing = 0;
    done = keep_if_fails(c, &s, fails) || done;
    s = *c;
    s.subscribers = 0;
    done = keep_if_fails(c, &s, fails) || done;
    s = *c;
    s.greylists = 0;
    done = keep_if_fails(c, &s, fails) || done;
    s = *c;
    s.limits = 0;
    done = keep_if_fails(c, &s, fails) || done;
    return shrink_spammer(c, fails) || done;
}

static gboolean
drop_warnings(Case *c, CaseFails fails)
{
    Case s = *c;

    s.warns = FALSE;
    return keep_if_fails(c, &s, fails);
}

/* Whether every path and fault is still one. */
static gboolean
is_sound(const Case *c)
{
    int net = c->spammer == CASE_NOBODY ? CASE_NOBODY
                                        : case_common_net(c, c->spammer, c->spammer);

    if (c->spammer != CASE_NOBODY && net == CASE_NOBODY)
        return FALSE;
    for (int i = 0; i < c->n_hosts && c->spammer != CASE_NOBODY; i++)
        if ((c->spam_relays >> i & 1) && !case_has_link(c, i, net))
            return FALSE;
    for (int i = 0; i < c->n_faults; i++)
        if (c->faults[i].b != CASE_NOBODY &&
            !case_has_link(c, c->faults[i].a, c->faults[i].b))
            return FALSE;
    for (int i = 0; i < c->n_letters; i++)
        for (int k = 0; k < c->letters[i].n_to; k++) {
            const CaseRecipient *to = &c->letters[i].to[k];
            int at = c->letters[i].host;

            for (int w = 0; w < to->n_way; at = to->way[w++])
                if (!case_are_joined(c, at, to->way[w]))
                    return FALSE;
        }
    return TRUE;
}

static gboolean
drop_links(Case *c, CaseFails fails)
{
    gboolean done = FALSE;

    for (int k = c->n_links; k-- > 0;) {
        Case s = *c;

        memmove(&s.links[k], &s.links[k + 1],
                (size_t)(s.n_links - k - 1) * sizeof s.links[0]);
        s.n_links--;
        if (is_sound(&s))
            done = keep_if_fails(c, &s, fails) || done;
    }
    return done;
}

static gboolean
make_plain(Case *c, CaseFails fails)
{
    gboolean done = FALSE;

    for (int i = 0; i < c->n_hosts; i++) {
        CaseHost plain = {.lines = 3,
                          .smart_host = CASE_NOBODY,
                          .connections_out = 20,
                          .connections_in = 40,
                          .max_recipients = 100,
                          .fallback = CASE_NOBODY};

        for (int what = 0; what < 10; what++) {
            Case s = *c;
            CaseHost *host = &s.hosts[i];

            if (what == 0)
                host->relay = plain.relay;
            else if (what == 1)
                host->lines = plain.lines;
            else if (what == 2)
                host->smart_host = plain.smart_host;
            else if (what == 3)
                host->serves = plain.serves;
            else if (what == 4)
                host->relay_for = plain.relay_for;
            else if (what == 5)
                host->connections_out = plain.connections_out;
            else if (what == 6)
                host->connections_in = plain.connections_in;
            else if (what == 7)
                host->max_recipients = plain.max_recipients;
            else if (what == 8)
                host->fallback = plain.fallback;
            else
                host->spool_bytes = plain.spool_bytes;
            done = keep_if_fails(c, &s, fails) || done;
        }
    }
    for (int k = 0; k < c->n_links; k++) {
        for (int what = 0; what < 8; what++) {
            Case s = *c;
            CaseLink *link = &s.links[k];

            if (what == 0)
                link->dialled = FALSE;
            else if (what == 1)
                link->cost_ab = link->cost_ba = 100;
            else if (what == 2)
                link->overhead_ms = 0;
            else if (what == 3)
                link->max_call_s = 0;
            else if (what == 4)
                link->latency_ms = 0;
            else if (what == 5)
                link->pipelining = FALSE;
            else if (what == 6)
                link->smtp = FALSE;
            else
                link->bps = 1000;
            done = keep_if_fails(c, &s, fails) || done;
        }
    }
    return done;
}

static gboolean
shorten(Case *c, CaseFails fails)
{
    gboolean done = FALSE;
    Case s = *c;

    memset(s.crossing_ms, 0, sizeof s.crossing_ms);
    done = keep_if_fails(c, &s, fails) || done;
    s = *c;
    s.length_min = MAX(1, c->length_min / 2);
    return keep_if_fails(c, &s, fails) || done;
}

void
case_shrink(Case *c, CaseFails fails)
{
    gboolean done;

    do {
        done = drop_letters(c, fails);
        done = drop_faults(c, fails) || done;
        done = drop_warnings(c, fails) || done;
        done = drop_links(c, fails) || done;
        done = make_plain(c, fails) || done;
        done = shorten(c, fails) || done;
    } while (done);
}
