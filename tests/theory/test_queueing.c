/* Lines as queues: waiting for a permanent line, and busy signals of a modem pool. */
#include "theory_kit.h"

#include <bangpath/trace.h>

/* ---- M/D/1 ---- */

/* Letters of 1000 bytes take 1 s on a line of 10,000 bps. */
#define SERVICE_S 1.0
#define WARM_UP_S 2000
#define LENGTH_S 60000

typedef struct {
    const BpWorld *world;
    guint32 to;
    guint n;
    guint n_at_once; /* did not wait */
    double sum_s;
} Waits;

static void
note_wait(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 peer)
{
    Waits *waits = data;
    gint64 wait_us = bp_world_now_us(waits->world) - message->born_us -
                     (gint64)(SERVICE_S * BP_SECOND_US);

    (void)peer;
    if (to.host != waits->to || message->from.host == waits->to ||
        message->born_us < (gint64)WARM_UP_S * BP_SECOND_US)
        return;
    g_assert_cmpint(wait_us, >=, 0);
    waits->n++;
    waits->n_at_once += wait_us == 0;
    waits->sum_s += (double)wait_us / BP_SECOND_US;
}

static const BpObserver wait_observer = {.delivered = note_wait};

/* 100 users at each end of a line write to any other of the 199, so that half of a bit
 * more of their mail crosses the line; together they write once in @gap_s. */
static void
wait_for_line(guint64 seed, double gap_s, Waits *waits)
{
    g_autoptr(BpScenario) scenario = kit_scenario(LENGTH_S * BP_SECOND_US);
    g_autofree char *rate = g_strdup_printf("%.6f / mailbox / h", 3600 / (200 * gap_s));
    guint32 a = kit_host(scenario, "a", 100, "open");
    guint32 b = kit_host(scenario, "b", 100, "open");

    kit_link(scenario, a, b, "plain", 10000);
    bp_network_finish(scenario->network);
    scenario->seed = seed;
    kit_group(scenario, "mail", "rate", rate, "size", "1000 B", NULL);

    g_autoptr(BpWorld) world = kit_world(scenario);

    *waits = (Waits){.world = world, .to = b};
    bp_post_observe(bp_world_post(world), &wait_observer, waits);
    bp_world_start(world);
    kit_run(world, scenario->length_us);
}

/* Poisson arrivals, one service time: the mean wait is rho D / 2 (1 - rho), by Pollaczek
 * (1930) and Khinchin (1932), and who does not wait at all finds the line free: 1 - rho
 * (Kleinrock, Queueing Systems I, 1975, 5.6). */
static void
test_permanent_line(void)
{
    static const double loads[] = {0.3, 0.5, 0.8};

    for (guint i = 0; i < G_N_ELEMENTS(loads); i++) {
        double rho = loads[i], means[N_SEEDS], at_once[N_SEEDS];
        /* From a to b: half of all write at a, and 100 of 199 others are at b. */
        double gap_s = SERVICE_S / rho * 0.5 * 100 / 199;

        for (guint seed = 0; seed < N_SEEDS; seed++) {
            Waits waits;

            wait_for_line(seed, gap_s, &waits);
            means[seed] = waits.sum_s / waits.n;
            at_once[seed] = (double)waits.n_at_once / waits.n;
        }
        theory_check("M/D/1, mean wait", means, rho * SERVICE_S / (2 * (1 - rho)));
        theory_check("M/D/1, no wait", at_once, 1 - rho);
    }
}

/* ---- Erlang B ---- */

#define CALLERS 4000
#define HOLD_S 180 /* 30 s to dial, 150 s for a letter of 1500 bytes at 100 bps */
#define CALLS_LENGTH_S 72000
#define CALLS_WARM_UP_S 3600

/* Callers c0, c1, ... that each have a letter for the pool, one after the other; who finds
 * it busy does not try again before the end. */
static BpScenario *
pool(guint64 seed, guint lines, double gap_s, guint *n_counted)
{
    BpScenario *scenario = kit_scenario(CALLS_LENGTH_S * BP_SECOND_US);
    guint32 hub = kit_host(scenario, "hub", 1, "open");
    BpLine line =
        bp_line_from_profile(bp_line_profile_find("lan"), bp_protocol_find("plain"));
    guint64 state = seed;
    double at_s = 0;

    line.view = (BpLineView){.bps = 100};
    line.setup_us = 30 * BP_SECOND_US;
    line.retry_us = 23 * BP_HOUR_US;
    line.retry_rule = BP_RETRY_FIXED;
    line.schedule.kind = BP_SCHEDULE_DEMAND;
    bp_network_edit(scenario->network, hub)->lines = (guint16)lines;
    for (guint i = 0; i < CALLERS; i++) {
        g_autofree char *name = g_strdup_printf("c%u", i);
        guint32 caller = kit_host(scenario, name, 1, "open");

        bp_network_add_link(scenario->network, caller, hub,
                            bp_network_add_line(scenario->network, &line), 100, 100);
    }
    bp_network_finish(scenario->network);
    scenario->trace = bp_trace_new(scenario->network);
    *n_counted = 0;
    for (guint32 i = 0; i < CALLERS; i++) {
        BpRecipient to = {{hub, 0}, BP_NONE};

        at_s += theory_exponential(&state, gap_s);
        g_assert_cmpuint(i, <, CALLERS - 1);
        if (at_s >= CALLS_LENGTH_S)
            break;
        *n_counted += at_s >= CALLS_WARM_UP_S;
        bp_trace_add(scenario->trace,
                     &(BpTraceMail){.at_us = (gint64)(at_s * BP_SECOND_US),
                                    .from = {hub + 1 + i, 0},
                                    .size_bytes = 1500,
                                    .recipients = &to,
                                    .n_recipients = 1});
    }
    kit_group(scenario, "mail", "from-file", "calls.csv", NULL);
    return scenario;
}

/* The share of calls that found no line free. */
static double
share_busy(guint64 seed, guint lines, double gap_s)
{
    guint n_counted;
    g_autoptr(BpScenario) scenario = pool(seed, lines, gap_s, &n_counted);
    g_autoptr(BpWorld) world = kit_world(scenario);
    const BpCarriage *sums = bp_carrier_sums(bp_post_carrier(bp_world_post(world)));
    guint64 before;

    bp_world_start(world);
    kit_run(world, CALLS_WARM_UP_S * BP_SECOND_US);
    before = sums->calls_busy;
    kit_run(world, scenario->length_us);
    return (double)(sums->calls_busy - before) / n_counted;
}

/* Erlang's loss formula (1917), B(c, a), by its recursion; it holds for any distribution of
 * how long calls take (Sevastyanov, 1957), as here for one length. */
static double
erlang_b(guint c, double a)
{
    double b = 1;

    for (guint i = 1; i <= c; i++)
        b = a * b / (i + a * b);
    return b;
}

static void
test_busy_signals(void)
{
    static const struct {
        guint lines;
        double erlangs;
    } cases[] = {{1, 1}, {5, 5}, {8, 6}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint lines = cases[i].lines;
        double got[N_SEEDS];

        for (guint seed = 0; seed < N_SEEDS; seed++)
            got[seed] = share_busy(seed + 1, lines, HOLD_S / cases[i].erlangs);
        theory_check("Erlang B", got, erlang_b(lines, cases[i].erlangs));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/queueing/permanent line", test_permanent_line);
    g_test_add_func("/queueing/busy signals", test_busy_signals);
    return g_test_run();
}
