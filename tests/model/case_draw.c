/* case_draw.c - cases by chance. */
#include "case.h"
#include "lots.h"

#include <string.h>

static guint
draw_bits(guint64 *state, int n, int self)
{
    guint bits = 0;

    for (int i = 0; i < n; i++)
        if (i != self && one_in(state, 3))
            bits |= 1U << i;
    return bits;
}

static void
draw_hosts(Case *c, guint64 *state)
{
    gboolean all_open = one_in(state, 2);

    c->n_hosts = 2 + below(state, CASE_HOSTS - 1);
    for (int i = 0; i < c->n_hosts; i++) {
        CaseHost *host = &c->hosts[i];

        *host = (CaseHost){.lines = 1 + below(state, 3),
                           .smart_host = CASE_NOBODY,
                           .connections_out = 20,
                           .connections_in = 40,
                           .max_recipients = 100,
                           .fallback = CASE_NOBODY};
        if (!all_open && one_in(state, 2))
            host->relay = 1 + below(state, 2);
        if (!all_open && one_in(state, 3))
            host->serves = draw_bits(state, c->n_hosts, i);
        if (!all_open && one_in(state, 4))
            host->relay_for = draw_bits(state, c->n_hosts, i);
        if (one_in(state, 8))
            host->smart_host = below(state, c->n_hosts);
        if (host->smart_host == i)
            host->smart_host = CASE_NOBODY;
        if (one_in(state, 8))
            host->spool_bytes = 1000 * (1 + below(state, 6));
    }
}

static void
draw_links(Case *c, guint64 *state)
{
    static const gint64 speeds[] = {100, 1000, 2000, 10000};
    static const int costs[] = {0, 25, 100, 100, 100, 200, 300, 1000000};
    static const gint64 waits_s[] = {61, 127, 307, 601};
    gboolean same_cost = one_in(state, 3), same_speed = one_in(state, 3);
    int dialled = below(state, 3); /* of three networks one has no calls, one all */

    c->n_links = MIN(CASE_NEIGHBOURS, c->n_hosts - 1 + below(state, 4));
    for (int k = 0; k < c->n_links; k++) {
        CaseLink *link = &c->links[k];

        /* First a tree, most often, then more. */
        link->a =
            k + 1 < c->n_hosts && !one_in(state, 20) ? k + 1 : below(state, c->n_hosts);
        link->b = link->a == k + 1 ? below(state, k + 1) : below(state, c->n_hosts);
        if (link->a == link->b)
            link->b = (link->a + 1) % c->n_hosts;
        link->bps = same_speed ? 1000 : speeds[below(state, G_N_ELEMENTS(speeds))];
        link->overhead_ms = one_in(state, 2) ? 0 : 1000 * below(state, 60);
        link->cost_ab = same_cost ? 100 : costs[below(state, G_N_ELEMENTS(costs))];
        link->cost_ba =
            one_in(state, 3) ? costs[below(state, G_N_ELEMENTS(costs))] : link->cost_ab;
        link->dialled = dialled == 2 || (dialled == 1 && one_in(state, 2));
        link->setup_s = 1 + below(state, 40);
        link->retry_s = waits_s[below(state, G_N_ELEMENTS(waits_s))];
        link->retry_rule = below(state, 3);
        link->max_call_s = one_in(state, 4) ? 30 * (1 + below(state, 10)) : 0;
    }
}

/* ---- nets ---- */

static void
draw_member(Case *c, guint64 *state, int host, int net)
{
    static const gint64 speeds[] = {1000, 2000, 3000, 10000, 1000000};
    static const int costs[] = {0, 25, 100, 100, 100, 200, 300, 1000000};
    CaseLink *link = &c->links[c->n_links++];

    *link = (CaseLink){.a = host,
                       .b = net,
                       .bps = speeds[below(state, G_N_ELEMENTS(speeds))],
                       .cost_ab = costs[below(state, G_N_ELEMENTS(costs))],
                       .cost_ba = costs[below(state, G_N_ELEMENTS(costs))],
                       .smtp = !one_in(state, 4),
                       .latency_ms = one_in(state, 3) ? 0 : below(state, 400)};
    if (link->smtp)
        link->pipelining = one_in(state, 4);
    else
        link->overhead_ms = one_in(state, 2) ? 0 : 1000 * below(state, 60);
}

/* Most have limits that matter. */
static void
draw_limits(Case *c, guint64 *state)
{
    for (int i = 0; i < c->n_hosts; i++) {
        CaseHost *host = &c->hosts[i];

        if (one_in(state, 2))
            host->connections_out = 1 + below(state, 3);
        if (one_in(state, 2))
            host->connections_in = 1 + below(state, 3);
        if (one_in(state, 3))
            host->max_recipients = 1 + below(state, 3);
        if (one_in(state, 4))
            host->fallback = below(state, c->n_hosts);
        if (host->fallback == i)
            host->fallback = CASE_NOBODY;
    }
}

/* Beside the links, or in place of most. */
static void
draw_nets(Case *c, guint64 *state)
{
    c->n_nets = one_in(state, 3) ? 2 : 1;
    if (one_in(state, 2))
        c->n_links = below(state, c->n_links + 1);
    for (int k = 0; k < c->n_nets; k++) {
        int share = 1 + below(state, 3);

        c->crossing_ms[k] = one_in(state, 2) ? 0 : below(state, 200);
        for (int i = 0; i < c->n_hosts && c->n_links < CASE_LINKS; i++)
            if (below(state, 4) < share)
                draw_member(c, state, i, CASE_HOSTS + k);
    }
    /* Here and there a second line, that the cheaper one leaves idle. */
    if (c->n_links < CASE_LINKS && one_in(state, 4))
        draw_member(c, state, below(state, c->n_hosts),
                    CASE_HOSTS + below(state, c->n_nets));
    draw_limits(c, state);
}

/* ---- letters ---- */

/* The hosts that @at can hand to, more than once where there are several ways. */
static int
list_joined(const Case *c, int at, int *out)
{
    int n = 0;

    for (int k = 0; k < c->n_links; k++) {
        if (case_is_net(c->links[k].b))
            continue;
        if (c->links[k].a == at)
            out[n++] = c->links[k].b;
        if (c->links[k].b == at)
            out[n++] = c->links[k].a;
    }
    for (int i = 0; i < c->n_hosts; i++)
        if (i != at && case_common_net(c, at, i) != CASE_NOBODY)
            out[n++] = i;
    return n;
}

/* A walk along links and over nets, now and then back the same way. */
static void
draw_way(const Case *c, guint64 *state, int from, CaseRecipient *to)
{
    int want = 1 + below(state, CASE_WAY), at = from;

    while (to->n_way < want) {
        int out[2 * CASE_LINKS + CASE_HOSTS], n = list_joined(c, at, out);

        if (n == 0)
            return;
        at = out[below(state, n)];
        to->way[to->n_way++] = at;
        to->host = at;
    }
}

static gboolean
has_recipient(const CaseLetter *letter, const CaseRecipient *to)
{
    for (int i = 0; i < letter->n_to; i++)
        if (letter->to[i].host == to->host && letter->to[i].user == to->user)
            return TRUE;
    return FALSE;
}

static void
draw_letters(Case *c, guint64 *state)
{
    static const guint32 sizes[] = {100, 200, 500, 1000, 1000, 3000, 20000};
    gint64 at_ms = 0;
    int step_ms = one_in(state, 2) ? 1 : 1000 * (1 + below(state, 600));
    gboolean ways = one_in(state, 2);

    c->n_letters = 1 + below(state, CASE_LETTERS);
    for (int i = 0; i < c->n_letters; i++) {
        CaseLetter *letter = &c->letters[i];

        at_ms += (gint64)step_ms * below(state, 4);
        *letter = (CaseLetter){.at_ms = at_ms,
                               .host = below(state, c->n_hosts),
                               .user = below(state, CASE_MAILBOXES),
                               .bytes = sizes[below(state, G_N_ELEMENTS(sizes))]};
        for (int n = 1 + (one_in(state, 2) ? below(state, CASE_RECIPIENTS) : 0); n > 0;
             n--) {
            CaseRecipient to = {.host = below(state, c->n_hosts),
                                .user = below(state, CASE_MAILBOXES)};

            if (ways && one_in(state, 2))
                draw_way(c, state, letter->host, &to);
            if (!has_recipient(letter, &to))
                letter->to[letter->n_to++] = to;
        }
    }
}

/* ---- faults ---- */

/* The i-th begins in minute 1 + 4i of some half hour. */
static void
draw_faults(Case *c, guint64 *state)
{
    c->n_faults = one_in(state, 2) ? 0 : 1 + below(state, CASE_FAULTS);
    for (int i = 0; i < c->n_faults; i++) {
        CaseFault *fault = &c->faults[i];

        fault->b = CASE_NOBODY;
        fault->a = below(state, c->n_hosts);
        if (c->n_links > 0 && one_in(state, 2)) {
            const CaseLink *link = &c->links[below(state, c->n_links)];

            fault->a = link->a;
            fault->b = link->b;
        }
        fault->at_min = 1 + 4 * i + 30 * (one_in(state, 2) ? 0 : below(state, 5));
        fault->lasts_ms =
            61003 + 10 * i + 1800000 * (one_in(state, 4) ? 600 : below(state, 6));
    }
}

/* ---- defences ---- */

/* No time of these is a sum of half hours, after which what was put off comes again. */
static void
draw_defences(Case *c, guint64 *state)
{
    static const int refreshes_min[] = {0, 7, 61, 187};
    static const int delays_min[] = {1, 25, 47, 131};

    if (one_in(state, 3))
        c->subscribers = draw_bits(state, c->n_hosts, -1);
    c->refresh_min = refreshes_min[below(state, G_N_ELEMENTS(refreshes_min))];
    c->delist_min = 11 + 60 * below(state, 3);
    if (one_in(state, 3))
        c->greylists = draw_bits(state, c->n_hosts, -1);
    c->delay_min = delays_min[below(state, G_N_ELEMENTS(delays_min))];
    c->window_min = c->delay_min + 17 + 100 * below(state, 3);
    c->remembers_min = one_in(state, 2) ? 13 : 9 * 24 * 60;
    if (one_in(state, 3))
        c->limits = draw_bits(state, c->n_hosts, -1);
    c->limit_per_hour = 1 + below(state, 5);
    c->burst = 1 + below(state, 4);
}

/* ---- a spammer ---- */

/* Begins in a minute in which nothing else does. */
static void
draw_spammer(Case *c, guint64 *state)
{
    int net, host = below(state, c->n_hosts);

    net = case_common_net(c, host, host);
    if (net == CASE_NOBODY)
        return;
    c->spammer = host;
    c->spam_start_min = 3 + 30 * below(state, 4);
    c->spam_life_min = one_in(state, 4) ? 1 : 24 * 60;
    c->spam_connections = 1 + below(state, 3);
    c->spam_bcc = 1 + below(state, CASE_RECIPIENTS);
    c->spam_targets = 1 + below(state, c->n_hosts * CASE_MAILBOXES);
    c->spam_use = below(state, 3);
    c->spam_retries = one_in(state, 2);
    for (int i = 0; i < c->n_hosts; i++)
        if (i != host && case_has_link(c, i, net) && one_in(state, 2))
            c->spam_relays |= 1U << i;
}

void
case_draw(Case *c, guint64 seed)
{
    guint64 state = seed;

    memset(c, 0, sizeof *c);
    c->seed = seed;
    c->spammer = CASE_NOBODY;
    /* Long enough for mail to expire, now and then. */
    c->length_min = one_in(&state, 8) ? 9 * 24 * 60 : 60 * (1 + below(&state, 12));
    c->warns = one_in(&state, 2);
    draw_hosts(c, &state);
    draw_links(c, &state);
    if (one_in(&state, 2))
        draw_nets(c, &state);
    draw_letters(c, &state);
    draw_faults(c, &state);
    if (c->n_nets > 0 && one_in(&state, 2))
        draw_defences(c, &state);
    if (c->length_min <= 12 * 60 && one_in(&state, 2))
        draw_spammer(c, &state);
    if (one_in(&state, 4)) {
        c->closing = draw_bits(&state, c->n_hosts, -1);
        c->closes_min = 25 + 30 * (one_in(&state, 2) ? 0 : below(&state, 5));
        c->closed_to = 1 + below(&state, 2);
    }
}
