/* Mail that users write by chance comes as a Poisson process, at each host and altogether. */
#include "theory_kit.h"

#define USERS 50
#define WINDOWS 2000
#define WINDOW_S 60
#define MEAN_S 20.0 /* between any two letters */

/* Of one run: the letters of all, or of those who write at host b. */
typedef struct {
    const BpWorld *world;
    guint32 only_from; /* a host, or BP_NONE */
    guint n[WINDOWS];
    gint64 last_us;
    guint n_gaps;
    guint n_long; /* gaps above the mean */
} Arrivals;

static void
note_written(gpointer data, const BpMessageInfo *message, guint32 host,
             const BpRecipient *recipients, guint n_recipients)
{
    Arrivals *arrivals = data;
    gint64 now_us = bp_world_now_us(arrivals->world);
    double mean_s = arrivals->only_from == BP_NONE ? MEAN_S : 2 * MEAN_S;

    (void)message, (void)recipients, (void)n_recipients;
    if (arrivals->only_from != BP_NONE && host != arrivals->only_from)
        return;
    arrivals->n[now_us / (WINDOW_S * BP_SECOND_US)]++;
    arrivals->n_gaps++;
    arrivals->n_long += (double)(now_us - arrivals->last_us) / BP_SECOND_US > mean_s;
    arrivals->last_us = now_us;
}

static const BpObserver observer = {.written = note_written};

static void
write_much(guint64 seed, gboolean at_b_alone, Arrivals *arrivals)
{
    g_autoptr(BpScenario) scenario =
        kit_scenario((gint64)WINDOWS * WINDOW_S * BP_SECOND_US);
    g_autofree char *rate =
        g_strdup_printf("%.6f / mailbox / h", 3600 / (2 * USERS * MEAN_S));
    guint32 a = kit_host(scenario, "a", USERS, "open");
    guint32 b = kit_host(scenario, "b", USERS, "open");

    kit_link(scenario, a, b, "plain", 1000000);
    bp_network_finish(scenario->network);
    scenario->seed = seed;
    kit_group(scenario, "mail", "rate", rate, "size", "100 B", NULL);

    g_autoptr(BpWorld) world = kit_world(scenario);

    *arrivals = (Arrivals){.world = world, .only_from = at_b_alone ? b : BP_NONE};
    bp_post_observe(bp_world_post(world), &observer, arrivals);
    bp_world_start(world);
    kit_run(world, scenario->length_us);
}

/* Of a Poisson process the number in a window has its mean for variance, and is apart from that
 * of the window before; gaps are exponential, so that one in e is longer than the mean; and
 * what is left where each letter is drawn for one host is a Poisson process, too (Cox and
 * Lewis, The Statistical Analysis of Series of Events, 1966, 6.3; Kingman, Poisson Processes,
 * 1993, 5.1: the colouring theorem). */
static void
test_poisson(gconstpointer at_b_alone)
{
    double per_window = WINDOW_S / MEAN_S / (at_b_alone != NULL ? 2 : 1);
    double means[N_SEEDS], dispersions[N_SEEDS], pairs[N_SEEDS], longs[N_SEEDS];

    for (guint seed = 0; seed < N_SEEDS; seed++) {
        Arrivals arrivals;
        double sum = 0, squares = 0, products = 0;

        write_much(seed + 1, at_b_alone != NULL, &arrivals);
        for (guint i = 0; i < WINDOWS; i++) {
            double off = arrivals.n[i] - per_window;

            sum += arrivals.n[i];
            squares += off * off;
            /* As many pairs in two windows as the square of the mean. */
            products += i > 0 ? (double)arrivals.n[i] * arrivals.n[i - 1] : 0;
        }
        means[seed] = sum / WINDOWS;
        dispersions[seed] = squares / WINDOWS / per_window;
        pairs[seed] = products / (WINDOWS - 1);
        longs[seed] = (double)arrivals.n_long / arrivals.n_gaps;
    }
    theory_check("letters a window", means, per_window);
    theory_check("variance over mean", dispersions, 1);
    theory_check("pairs in neighbouring windows", pairs, per_window * per_window);
    theory_check("gaps above the mean", longs, exp(-1));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/arrivals/of all", NULL, test_poisson);
    g_test_add_data_func("/arrivals/at one host", "b", test_poisson);
    return g_test_run();
}
