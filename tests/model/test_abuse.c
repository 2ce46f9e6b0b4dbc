/* Random networks with spammers, blacklists, closings, greylists and limits: what is heard of
 * them keeps to rules.
 *
 *   test_model_abuse [CASES [FIRST_SEED]]
 *
 * A case that does not is made as small as it gets, and printed as files.
 */
#include "abuse.h"
#include "cases.h"

/* One in so many runs twice. */
#define TWICE_EVERY 50

static AbuseRun run;

static const char *const whats[] = {"written", "hop",       "refused",
                                    "ended",   "delivered", "reached",
                                    "relay",   "listed",    "delisted"};

static const char *
find_wrong(const Abuse *a)
{
    cases_try(a->c.seed);
    abuse_run(a, &run);
    return abuse_check(a, &run);
}

static gboolean
is_wrong(const Abuse *a)
{
    return find_wrong(a) != NULL;
}

static void
print_heard(void)
{
    for (guint i = 0; i < run.heard->len && i < 200; i++) {
        const Heard *h = &g_array_index(run.heard, Heard, i);

        g_printerr("%d.%06d %s: message %d (%s), %d > %d, user %d, channel %d, n %u, "
                   "%s %s\n",
                   (int)(h->at_us / 1000000), (int)(h->at_us % 1000000), whats[h->what],
                   (int)h->serial, bp_kind_name(h->kind), (int)h->from, (int)h->to,
                   (int)h->user, (int)h->channel, h->n,
                   h->what == HEARD_ENDED ? bp_state_name((BpState)h->state) : "-",
                   bp_reason_name(h->reason));
    }
}

static void
report(Abuse *a)
{
    abuse_shrink(a, is_wrong);
    g_printerr("seed %" G_GUINT64_FORMAT ": %s\n", a->c.seed, find_wrong(a));
    print_heard();
    cases_print_file("case.gv", case_topology(&a->c));
    cases_print_file("case.csv", case_trace(&a->c));
    cases_print_file("case.scenario", abuse_scenario(a));
}

/* How often each rule had something to say. */
typedef struct {
    guint64 heard[HEARD_DELISTED + 1];
    guint64 refused[BP_N_REASONS];
    guint64 bounced[BP_N_REASONS];
} Counts;

static void
count(Counts *counts)
{
    for (guint i = 0; i < run.heard->len; i++) {
        const Heard *h = &g_array_index(run.heard, Heard, i);

        counts->heard[h->what]++;
        if (h->what == HEARD_REFUSED)
            counts->refused[h->reason] += h->n;
        if (h->what == HEARD_ENDED && h->state == BP_BOUNCED)
            counts->bounced[h->reason]++;
    }
}

/* Many cases in which nothing happens would keep to any rule. */
static void
expect_much(const Counts *counts)
{
    static const BpReason reasons[] = {
        BP_REASON_RELAYING_DENIED, BP_REASON_BLACKLISTED,  BP_REASON_GREYLISTED,
        BP_REASON_RATE_LIMITED,    BP_REASON_NO_SUCH_USER, BP_REASON_SPOOL_FULL};

    for (guint what = 0; what < G_N_ELEMENTS(counts->heard); what++) {
        g_test_message("%s: %" G_GUINT64_FORMAT, whats[what], counts->heard[what]);
        g_assert_cmpuint(counts->heard[what], >, cases_n / 100);
    }
    for (guint i = 0; i < G_N_ELEMENTS(reasons); i++) {
        g_test_message("refused, %s: %" G_GUINT64_FORMAT, bp_reason_name(reasons[i]),
                       counts->refused[reasons[i]]);
        g_assert_cmpuint(counts->refused[reasons[i]], >, cases_n / 100);
    }
}

static void
test_rules(void)
{
    Counts counts = {0};

    for (guint64 i = 0; i < cases_n; i++) {
        Abuse a;

        abuse_draw(&a, cases_first_seed + i);
        if (is_wrong(&a)) {
            report(&a);
            g_test_fail();
            return;
        }
        count(&counts);
    }
    if (cases_n >= 1000)
        expect_much(&counts);
}

/* Nothing of a run is left for the next. */
static void
test_twice(void)
{
    for (guint64 i = 0; i < cases_n / TWICE_EVERY + 1; i++) {
        guint64 first;
        Abuse a;

        abuse_draw(&a, cases_first_seed + i);
        abuse_run(&a, &run);
        first = run.trajectory;
        abuse_run(&a, &run);
        g_assert_cmpuint(run.trajectory, ==, first);
    }
}

int
main(int argc, char **argv)
{
    cases_begin(&argc, &argv, 50000);
    run.heard = g_array_new(FALSE, FALSE, sizeof(Heard));
    run.channels = g_array_new(FALSE, FALSE, sizeof(AbuseChannel));
    g_test_add_func("/abuse/rules", test_rules);
    g_test_add_func("/abuse/twice", test_twice);

    int status = g_test_run();

    g_array_unref(run.heard);
    g_array_unref(run.channels);
    return status;
}
