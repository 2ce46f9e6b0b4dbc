/* abuse_draw.c - spammers and defences by chance, made less again, written down. */
#include "abuse.h"
#include "lots.h"

#include <bangpath/units.h>
#include <string.h>

/* ---- drawing ---- */

static AbuseGroup *
add_group(Abuse *a, AbuseWhat what, const char *word)
{
    AbuseGroup *group = &a->groups[a->n_groups];

    *group = (AbuseGroup){.what = what};
    g_snprintf(group->title, sizeof group->title, "%s g%d", word, a->n_groups++);
    return group;
}

G_GNUC_PRINTF(3, 4)
static void
set(AbuseGroup *group, const char *key, const char *format, ...)
{
    AbuseKey *set = &group->keys[group->n_keys++];
    va_list args;

    g_assert_cmpint(group->n_keys, <=, ABUSE_KEYS);
    set->key = key;
    va_start(args, format);
    g_vsnprintf(set->value, sizeof set->value, format, args);
    va_end(args);
}

/* One of @words, parted by `|`; most often not at all. */
static void
maybe(AbuseGroup *group, guint64 *state, const char *key, const char *words)
{
    g_auto(GStrv) list = g_strsplit(words, "|", -1);

    if (!one_in(state, 3))
        return;
    set(group, key, "%s", list[below(state, (int)g_strv_length(list))]);
}

static void
set_moment(AbuseGroup *group, const char *key, int at_min)
{
    g_autofree char *at = case_moment(at_min);

    set(group, key, "%s", at);
}

static gboolean
is_on_net(const Case *c, int host)
{
    return case_common_net(c, host, host) != CASE_NOBODY;
}

static void
draw_relays(const Case *c, guint64 *state, AbuseGroup *group)
{
    guint named =
        (guint)(1 + below(state, (1 << c->n_hosts) - 1)) & ~(1U << group->host);
    g_autofree char *names = case_names(named);

    switch (below(state, 4)) {
    case 0:
        set(group, "relays", "none");
        return;
    case 1:
        if (is_on_net(c, group->host)) {
            set(group, "relays", "scan");
            maybe(group, state, "probe-rate", "10 / h|600 / h");
            return;
        }
        break;
    case 2:
        if (named != 0) {
            set(group, "relays", "names: %s", names);
            return;
        }
        break;
    default:
        break;
    }
    set(group, "relays", "published list");
    maybe(group, state, "list-age", "0 d|1 d");
}

static void
draw_spammer(Abuse *a, guint64 *state)
{
    AbuseGroup *group = add_group(a, ABUSE_SPAMMER, "spammer");

    group->host = below(state, a->c.n_hosts);
    group->connections = 1 + below(state, 4);
    set(group, "host", "%s", case_host_name(group->host));
    draw_relays(&a->c, state, group);
    set(group, "connections", "%d", group->connections);
    set(group, "bcc", "%d", 1 + below(state, 8));
    set(group, "line", "%s",
        one_in(state, 2)   ? "v34"
        : one_in(state, 2) ? "t1"
                           : "lan");
    set_moment(group, "start", below(state, 90));
    maybe(group, state, "life", "3 min|1 h|3 d");
    maybe(group, state, "accounts", "2|3");
    maybe(group, state, "again-after", "10 min|0 s");
    maybe(group, state, "targets", "60%|5|1");
    maybe(group, state, "list-quality", "50%|80%");
    maybe(group, state, "size", "1 KB|20 KB");
    maybe(group, state, "prefer", "capacity");
    maybe(group, state, "use", "stick|hop");
    maybe(group, state, "retry", "yes");
    maybe(group, state, "switch-after", "10 s|10 min");
    maybe(group, state, "drop-after", "1|3");
    maybe(group, state, "forge", "null|random|relay|u0@a");
    maybe(group, state, "variants", "2|5");
}

/* Bits, as a value of @key. */
static guint
draw_subscribers(const Case *c, guint64 *state, AbuseGroup *group)
{
    guint all = (1U << c->n_hosts) - 1;
    guint who = one_in(state, 3) ? all : 1U + (guint)below(state, (int)all);
    g_autofree char *names = case_names(who);

    set(group, "subscribers", "%s", who == all ? "all" : names);
    return who;
}

static void
draw_blacklist(Abuse *a, guint64 *state)
{
    static const int refreshes_min[] = {0, 10, 60, 180};
    AbuseGroup *group = add_group(a, ABUSE_BLACKLIST, "blacklist");
    int refresh_min = refreshes_min[below(state, G_N_ELEMENTS(refreshes_min))];
    gboolean tests = one_in(state, 2);

    group->who = draw_subscribers(&a->c, state, group);
    group->refresh_us = refresh_min * BP_MINUTE_US;
    group->silent = one_in(state, 4);
    set(group, "refresh", "%d min", refresh_min);
    set(group, "lists", "%s",
        tests              ? "open relays"
        : one_in(state, 2) ? "sources"
                           : "neighbourhoods");
    set(group, "after", "%d min", 5 * below(state, 4));
    if (group->silent)
        set(group, "answer", "silent");
    if (tests)
        maybe(group, state, "scans", "10 / h|100 / h");
    maybe(group, state, "tests", "all");
    maybe(group, state, "probe-takes", "2 min");
    maybe(group, state, "evidence", "2|3");
    maybe(group, state, "complaint", "50%");
    maybe(group, state, "delists", "30 min|1 d");
    maybe(group, state, "mistakes", "1 / h");
}

static void
draw_closure(Abuse *a, guint64 *state)
{
    static const char *const which[] = {"random",    "busiest-first", "smallest-first",
                                        "by-degree", "when-listed",   "on-complaint",
                                        "adoption",  "adoption"};
    AbuseGroup *group = add_group(a, ABUSE_CLOSURE, "closure");

    set(group, "which", "%s", which[below(state, G_N_ELEMENTS(which))]);
    set(group, "rate", "%d / d", 1 + below(state, 20));
    set_moment(group, "from", below(state, 120));
    maybe(group, state, "share", "50%");
    maybe(group, state, "over", "1 h|6 h");
    maybe(group, state, "after", "0 s|10 min");
    maybe(group, state, "complaint", "30%|100%");
    maybe(group, state, "to", "closed-by-sender");
    group->reopens = one_in(state, 4);
    if (group->reopens) {
        set(group, "reopen", "60%%");
        set(group, "reopen-after", "1 h");
    }
}

static void
draw_greylist(Abuse *a, guint64 *state)
{
    AbuseGroup *group = add_group(a, ABUSE_GREYLIST, "greylist");
    int delay_min = 5 + 20 * below(state, 4);

    group->who = draw_subscribers(&a->c, state, group);
    group->delay_us = delay_min * BP_MINUTE_US;
    set(group, "delay", "%d min", delay_min);
    maybe(group, state, "window", "2 h");
    maybe(group, state, "remembers", "3 h");
}

static void
draw_limit(Abuse *a, guint64 *state)
{
    AbuseGroup *group = add_group(a, ABUSE_RATE_LIMIT, "rate-limit");
    int per_hour = 1 + below(state, 20);

    group->who = draw_subscribers(&a->c, state, group);
    group->delay_us = BP_HOUR_US / per_hour;
    group->burst = 1 + below(state, 10);
    set(group, "limit", "%d / h", per_hour);
    set(group, "burst", "%d", group->burst);
}

void
abuse_draw(Abuse *a, guint64 seed)
{
    guint64 state = seed ^ G_GUINT64_CONSTANT(0xab05e);

    memset(a, 0, sizeof *a);
    case_draw(&a->c, seed);
    a->c.subscribers = a->c.greylists = a->c.limits = 0;
    a->c.spammer = CASE_NOBODY; /* there are groups for all that */
    if (a->c.length_min > 24 * 60 && !one_in(&state, 8))
        a->c.length_min = 24 * 60;
    do
        draw_spammer(a, &state);
    while (a->n_groups < 2 && one_in(&state, 3));
    for (int n = below(&state, 3); n > 0; n--)
        draw_blacklist(a, &state);
    if (one_in(&state, 2))
        draw_closure(a, &state);
    if (one_in(&state, 4))
        draw_greylist(a, &state);
    if (one_in(&state, 4))
        draw_limit(a, &state);
}

/* ---- shrinking ---- */

/* A case by itself is what case_shrink() knows. */
static const Abuse *whole;
static AbuseFails whole_fails;

/* Who scans needs a net to do it on. */
static gboolean
is_sound(const Abuse *a)
{
    for (int i = 0; i < a->n_groups; i++)
        for (int k = 0; k < a->groups[i].n_keys; k++)
            if (g_str_equal(a->groups[i].keys[k].value, "scan") &&
                !is_on_net(&a->c, a->groups[i].host))
                return FALSE;
    return TRUE;
}

static gboolean
case_fails(const Case *c)
{
    Abuse a = *whole;

    a.c = *c;
    return is_sound(&a) && whole_fails(&a);
}

static gboolean
drop_groups(Abuse *a, AbuseFails fails)
{
    gboolean done = FALSE;

    for (int i = a->n_groups; i-- > 0;) {
        Abuse s = *a;

        memmove(&s.groups[i], &s.groups[i + 1],
                (size_t)(s.n_groups - i - 1) * sizeof s.groups[0]);
        s.n_groups--;
        if (!fails(&s))
            continue;
        *a = s;
        done = TRUE;
    }
    return done;
}

/* Only keys of which the rules know nothing. */
static gboolean
drop_keys(Abuse *a, AbuseFails fails)
{
    static const char *const kept[] = {
        "host",  "relays", "connections", "subscribers", "refresh", "answer", "delay",
        "limit", "burst",  "reopen",      "which",       "lists",   NULL};
    gboolean done = FALSE;

    for (int i = 0; i < a->n_groups; i++)
        for (int k = a->groups[i].n_keys; k-- > 0;) {
            Abuse s = *a;
            AbuseGroup *group = &s.groups[i];

            if (g_strv_contains(kept, group->keys[k].key))
                continue;
            memmove(&group->keys[k], &group->keys[k + 1],
                    (size_t)(group->n_keys - k - 1) * sizeof group->keys[0]);
            group->n_keys--;
            if (!fails(&s))
                continue;
            *a = s;
            done = TRUE;
        }
    return done;
}

void
abuse_shrink(Abuse *a, AbuseFails fails)
{
    gboolean done;

    do {
        Case c = a->c;

        whole = a;
        whole_fails = fails;
        case_shrink(&c, case_fails);
        done = memcmp(&c, &a->c, sizeof c) != 0;
        a->c = c;
        done = drop_groups(a, fails) || done;
        done = drop_keys(a, fails) || done;
    } while (done);
}

/* ---- as a file ---- */

char *
abuse_scenario(const Abuse *a)
{
    g_autofree char *begin = case_scenario(&a->c);
    GString *text = g_string_new(begin);

    for (int i = 0; i < a->n_groups; i++) {
        const AbuseGroup *group = &a->groups[i];

        g_string_append_printf(text, "[%s]\n", group->title);
        for (int k = 0; k < group->n_keys; k++)
            g_string_append_printf(text, "%s = %s\n", group->keys[k].key,
                                   group->keys[k].value);
    }
    return g_string_free(text, FALSE);
}
