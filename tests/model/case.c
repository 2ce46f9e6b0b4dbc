/* case.c - cases: drawn, shrunk, written down. */
#include "case.h"

#include <string.h>

const char *const case_relay_names[] = {"open", "closed-by-peer", "closed-by-sender"};
const char *const case_retry_names[] = {"doubling", "fixed", "taylor"};

/* ---- drawing ---- */

/* SplitMix64 (Steele, Lea and Flood, 2014): not the generator of the program. */
static guint64
next(guint64 *state)
{
    guint64 z = (*state += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static int
below(guint64 *state, int n)
{
    return (int)(next(state) % (guint64)n);
}

static gboolean
one_in(guint64 *state, int n)
{
    return below(state, n) == 0;
}

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

        *host = (CaseHost){.lines = 1 + below(state, 3), .smart_host = CASE_NOBODY};
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

    c->n_links = MIN(CASE_LINKS, c->n_hosts - 1 + below(state, 4));
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

/* A walk along links, now and then back over the same one. */
static void
draw_way(const Case *c, guint64 *state, int from, CaseRecipient *to)
{
    int want = 1 + below(state, CASE_WAY), at = from;

    while (to->n_way < want) {
        int out[2 * CASE_LINKS], n = 0;

        for (int k = 0; k < c->n_links; k++) {
            if (c->links[k].a == at)
                out[n++] = c->links[k].b;
            if (c->links[k].b == at)
                out[n++] = c->links[k].a;
        }
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

void
case_draw(Case *c, guint64 seed)
{
    guint64 state = seed;

    memset(c, 0, sizeof *c);
    c->seed = seed;
    /* Long enough for mail to expire, now and then. */
    c->length_min = one_in(&state, 8) ? 9 * 24 * 60 : 60 * (1 + below(&state, 12));
    c->warns = one_in(&state, 2);
    draw_hosts(c, &state);
    draw_links(c, &state);
    draw_letters(c, &state);
    draw_faults(c, &state);
    if (one_in(&state, 4)) {
        c->closing = draw_bits(&state, c->n_hosts, -1);
        c->closes_min = 25 + 30 * (one_in(&state, 2) ? 0 : below(&state, 5));
        c->closed_to = 1 + below(&state, 2);
    }
}

/* ---- shrinking ---- */

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
    s.warns = FALSE;
    return keep_if_fails(c, &s, fails) || done;
}

static gboolean
is_linked(const Case *c, int a, int b)
{
    for (int k = 0; k < c->n_links; k++)
        if ((c->links[k].a == a && c->links[k].b == b) ||
            (c->links[k].a == b && c->links[k].b == a))
            return TRUE;
    return FALSE;
}

/* Whether every path and fault is still one. */
static gboolean
is_sound(const Case *c)
{
    for (int i = 0; i < c->n_faults; i++)
        if (c->faults[i].b != CASE_NOBODY &&
            !is_linked(c, c->faults[i].a, c->faults[i].b))
            return FALSE;
    for (int i = 0; i < c->n_letters; i++)
        for (int k = 0; k < c->letters[i].n_to; k++) {
            const CaseRecipient *to = &c->letters[i].to[k];
            int at = c->letters[i].host;

            for (int w = 0; w < to->n_way; at = to->way[w++])
                if (!is_linked(c, at, to->way[w]))
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
        CaseHost plain = {.lines = 3, .smart_host = CASE_NOBODY};

        for (int what = 0; what < 6; what++) {
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
            else
                host->spool_bytes = plain.spool_bytes;
            done = keep_if_fails(c, &s, fails) || done;
        }
    }
    for (int k = 0; k < c->n_links; k++) {
        for (int what = 0; what < 5; what++) {
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
    Case s = *c;

    s.length_min = MAX(1, c->length_min / 2);
    return keep_if_fails(c, &s, fails);
}

void
case_shrink(Case *c, CaseFails fails)
{
    gboolean done;

    do {
        done = drop_letters(c, fails);
        done = drop_faults(c, fails) || done;
        done = drop_links(c, fails) || done;
        done = make_plain(c, fails) || done;
        done = shorten(c, fails) || done;
    } while (done);
}

/* ---- as files ---- */

const char *
case_host_name(int host)
{
    static const char *const names[CASE_HOSTS] = {"a", "b", "c", "d", "e", "f"};

    return names[host];
}

char *
case_moment(int at_min)
{
    return g_strdup_printf("day %d %02d:%02d", at_min / (24 * 60) + 1, at_min / 60 % 24,
                           at_min % 60);
}

char *
case_names(guint bits)
{
    GString *names = g_string_new(NULL);

    for (int i = 0; bits >> i != 0; i++)
        if (bits >> i & 1)
            g_string_append_printf(names, "%s%s", names->len > 0 ? "," : "",
                                   case_host_name(i));
    return g_string_free(names, FALSE);
}

static void
print_host(GString *text, const Case *c, int i)
{
    const CaseHost *host = &c->hosts[i];
    g_autofree char *serves = case_names(host->serves);
    g_autofree char *relay_for = case_names(host->relay_for);

    g_string_append_printf(text, "  %s [relay=\"%s\" lines=%d", case_host_name(i),
                           case_relay_names[host->relay], host->lines);
    if (host->smart_host != CASE_NOBODY)
        g_string_append_printf(text, " smart_host=%s",
                               case_host_name(host->smart_host));
    if (host->serves)
        g_string_append_printf(text, " serves=\"%s\"", serves);
    if (host->relay_for)
        g_string_append_printf(text, " relay_for=\"%s\"", relay_for);
    if (host->spool_bytes)
        g_string_append_printf(text, " spool=\"%d B\"", (int)host->spool_bytes);
    g_string_append(text, "];\n");
}

static void
print_link(GString *text, const CaseLink *link)
{
    g_string_append_printf(
        text, "  %s -- %s [speed=\"%d bps\" overhead=\"%d ms\" cost=%d cost_back=%d",
        case_host_name(link->a), case_host_name(link->b), (int)link->bps,
        (int)link->overhead_ms, link->cost_ab, link->cost_ba);
    if (link->dialled)
        g_string_append_printf(
            text, " schedule=demand setup=\"%d s\" retry=\"%d s\" retry_rule=%s",
            (int)link->setup_s, (int)link->retry_s, case_retry_names[link->retry_rule]);
    if (link->dialled && link->max_call_s)
        g_string_append_printf(text, " max_call=\"%d s\"", (int)link->max_call_s);
    g_string_append(text, "];\n");
}

char *
case_topology(const Case *c)
{
    GString *text = g_string_new(NULL);

    g_string_append_printf(text,
                           "graph \"case\" {\n"
                           "  node [mailboxes=%d];\n"
                           "  edge [protocol=plain schedule=permanent];\n",
                           CASE_MAILBOXES);
    for (int i = 0; i < c->n_hosts; i++)
        print_host(text, c, i);
    for (int k = 0; k < c->n_links; k++)
        print_link(text, &c->links[k]);
    g_string_append(text, "}\n");
    return g_string_free(text, FALSE);
}

char *
case_scenario(const Case *c)
{
    GString *text = g_string_new(NULL);

    g_string_append_printf(text,
                           "[scenario]\n"
                           "topology = case.gv\n"
                           "begin = 1996-09-01\n"
                           "length = %d min\n"
                           "warnings = %s\n"
                           "[mail]\n"
                           "from-file = case.csv\n"
                           "[output]\n"
                           "trace = all\n",
                           c->length_min, c->warns ? "yes" : "no");
    for (int i = 0; i < c->n_faults; i++) {
        const CaseFault *fault = &c->faults[i];
        g_autofree char *at = case_moment(fault->at_min);

        g_string_append_printf(text, "[outage o%d]\n", i);
        if (fault->b == CASE_NOBODY)
            g_string_append_printf(text, "hosts = %s\n", case_host_name(fault->a));
        else
            g_string_append_printf(text, "links = %s--%s\n", case_host_name(fault->a),
                                   case_host_name(fault->b));
        g_string_append_printf(text, "at = %s\nlasts = %d ms\n", at, fault->lasts_ms);
    }
    if (c->closing) {
        g_autofree char *names = case_names(c->closing);
        g_autofree char *at = case_moment(c->closes_min);

        g_string_append_printf(text, "[closure]\nwhich = %s\nfrom = %s\nto = %s\n",
                               names, at, case_relay_names[c->closed_to]);
    }
    return g_string_free(text, FALSE);
}

char *
case_trace(const Case *c)
{
    GString *text = g_string_new("time,from,to,bytes\n");

    for (int i = 0; i < c->n_letters; i++) {
        const CaseLetter *letter = &c->letters[i];

        g_string_append_printf(text, "%d.%03d007,%s!u%d,", (int)(letter->at_ms / 1000),
                               (int)(letter->at_ms % 1000),
                               case_host_name(letter->host), letter->user);
        for (int k = 0; k < letter->n_to; k++) {
            const CaseRecipient *to = &letter->to[k];

            if (k > 0)
                g_string_append_c(text, ';');
            if (to->n_way == 0)
                g_string_append_printf(text, "u%d@%s", to->user,
                                       case_host_name(to->host));
            for (int w = 0; w < to->n_way; w++)
                g_string_append_printf(text, "%s!", case_host_name(to->way[w]));
            if (to->n_way > 0)
                g_string_append_printf(text, "u%d", to->user);
        }
        g_string_append_printf(text, ",%u\n", letter->bytes);
    }
    return g_string_free(text, FALSE);
}
