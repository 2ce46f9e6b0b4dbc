/* Several spammers who each write to a random part of all mailboxes through rotating relays:
 * who is reached by none of them is a question of collecting coupons in handfuls.
 */
#include "theory_kit.h"

#define RELAYS 20
#define BOXES 2000

/* Each of @n spammers writes to @share of all through @open open ones of RELAYS relays, one
 * letter each. The share of mailboxes that got at least one. */
static double
reach(guint64 seed, guint n, const char *share, guint open)
{
    g_autoptr(BpScenario) scenario = kit_scenario(10 * BP_DAY_US);
    g_autoptr(GString) relays = g_string_new("names:");
    const BpBooks *books;

    scenario->seed = seed;
    scenario->trace_ppm = 0;
    kit_member(scenario, "v", BOXES, "open", 1000000000);
    for (guint i = 0; i < RELAYS; i++) {
        g_autofree char *name = g_strdup_printf("r%u", i);

        kit_member(scenario, name, 0, i < open ? "open" : "closed", 1000000000);
        g_string_append_printf(relays, "%s %s", i > 0 ? "," : "", name);
    }
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("s%u", i);

        kit_member(scenario, name, 0, "closed", 1000000000);
    }
    bp_network_finish(scenario->network);
    for (guint i = 0; i < n; i++) {
        g_autofree char *host = g_strdup_printf("s%u", i);
        g_autofree char *title = g_strdup_printf("spammer x%u", i);

        kit_group(scenario, title, "host", host, "line", "lan", "start", "day 1",
                  "life", "5 d", "targets", share, "bcc", "1", "size", "1 KB", "relays",
                  relays->str, "use", "rotate", "retry", "no", NULL);
    }

    g_autoptr(BpWorld) world = kit_world(scenario);

    bp_world_start(world);
    kit_run(world, scenario->length_us);
    books = kit_books(world);
    g_assert_cmpuint(books->kind[BP_SPAM].in[BP_QUEUED], ==, 0);
    return (double)books->mailboxes_reached / BOXES;
}

/* Each handful is drawn without replacement and apart from the others, so a mailbox is missed
 * by all with chance (1 - s p)^n: s is a handful's share, p that of open relays (Feller, An
 * Introduction to Probability Theory I, 1968, IV.2, of handfuls instead of balls). */
static void
test_handfuls(void)
{
    static const struct {
        guint n;
        const char *share;
        double s;
        guint open;
    } cases[] = {{1, "30%", 0.3, 20}, {5, "20%", 0.2, 20}, {10, "20%", 0.2, 12}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        double missed = 1 - cases[i].s * cases[i].open / RELAYS;
        double theory = 1 - pow(missed, cases[i].n), got[N_SEEDS];

        for (guint seed = 0; seed < N_SEEDS; seed++)
            got[seed] = reach(seed, cases[i].n, cases[i].share, cases[i].open);
        if (cases[i].n > 1)
            theory_check("handfuls", got, theory);
        else /* alone he hits as many as he writes to */
            for (guint seed = 0; seed < N_SEEDS; seed++)
                g_assert_cmpfloat_with_epsilon(got[seed], theory, 1e-9);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/coupons/handfuls", test_handfuls);
    return g_test_run();
}
